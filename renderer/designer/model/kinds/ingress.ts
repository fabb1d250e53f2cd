import type { Service } from '#shared/kinds/types.ts';
import type { Addable, AddContext } from './addable.ts';

export const ingress: Addable = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  label: 'Ingress',
  group: 'Network',
  namespaced: true,
  words: 'http host route tls',
  says: 'Routes requests from outside to services, by host and path',
  make(c) {
    const service = likelyService(c);
    const name = c.free('networking.k8s.io/v1', 'Ingress', service?.metadata.name ?? 'web');
    const port = service?.spec.ports?.[0];
    return [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name, namespace: c.namespace },
        spec: {
          rules: [
            {
              host: `${name}.example.com`,
              http: {
                paths: [
                  {
                    path: '/',
                    pathType: 'Prefix',
                    backend: {
                      service: {
                        name: service?.metadata.name ?? 'web',
                        port: port?.name ? { name: port.name } : { number: port?.port ?? 80 },
                      },
                    },
                  },
                ],
              },
            },
          ],
        },
      },
    ];
  },
};

/** The service it was dropped on, else the first one that stands for pods. */
function likelyService({ doc, namespace, on }: AddContext): Service | undefined {
  if (on?.kind === 'Service') return on as Service;
  return (doc.list('core/services', namespace) as readonly Service[]).find(
    (s) => s.spec.selector && s.spec.clusterIP !== 'None' && s.metadata.name !== 'kubernetes',
  );
}
