import type { Ingress, Service } from '#shared/kinds/types.ts';
import { changes, Refusal } from '../design.ts';
import type { Connection } from './connection.ts';

type Rule = NonNullable<Ingress['spec']['rules']>[number];

/** An ingress routes to a service: in the place of one that is not there, else under a path of its own. */
export const ingressService: Connection = {
  id: 'ingress-service',
  fits: (from, to) => from.kind === 'Ingress' && to.kind === 'Service',
  connect(from, to, doc) {
    const ingress = from as Ingress;
    const service = to as Service;
    const port = service.spec.ports?.[0];
    const [rule, ...others] = ingress.spec.rules ?? [];
    const paths = rule?.http?.paths ?? [];
    if (!port) throw new Refusal(`${service.metadata.name} has no port to route to.`);
    if (
      paths.some((p) => p.backend.service?.name === service.metadata.name) ||
      ingress.spec.defaultBackend?.service?.name === service.metadata.name
    )
      return [];
    const backend = { service: { name: service.metadata.name, port: port.name ? { name: port.name } : { number: port.port } } };
    const broken = paths.findIndex(
      (p) => p.backend.service && !doc.get(`core/services/${ingress.metadata.namespace}/${p.backend.service.name}`),
    );
    const next =
      broken >= 0
        ? paths.map((p, i) => (i === broken ? { ...p, backend } : p))
        : [...paths, { path: paths.some((p) => p.path === '/') ? `/${service.metadata.name}` : '/', pathType: 'Prefix', backend }];
    return changes(from, {
      ...ingress,
      spec: { ...ingress.spec, rules: [{ ...rule, http: { ...rule?.http, paths: next } } as Rule, ...others] },
    } as Ingress);
  },
};
