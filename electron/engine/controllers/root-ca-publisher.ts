/**
 * Publishes in every namespace the authority that pods check the API server's certificate with.
 * Source: pkg/controller/certificates/rootcacertpublisher.
 */
import { equal } from '#shared/api/json.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import type { Controller } from './controller.ts';
import { forEach } from './watch-rules.ts';

const NAME = 'kube-root-ca.crt';

const ANNOTATIONS = {
  'kubernetes.io/description':
    'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
};

/** A certificate of the authority of every simulated cluster. Nobody has its key: inside the simulation nothing is encrypted. */
export const AUTHORITY = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBgDCCASegAwIBAgIUIybaZETS+Uck9MIAPB5CnWzUIZ0wCgYIKoZIzj0EAwIw',
  'FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjUwOTU5NDJaGA8yMTI2MTEw',
  'MTA5NTk0MlowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG',
  'SM49AwEHA0IABOBaZkF4Oev4uHvgLTS6zYU8TDenPMsVTSAb3WtWEp0Mi+Jz8oCP',
  'TEJktqqZ/YhXyLdsu0J4jAljSH/JfzzE1N+jUzBRMB0GA1UdDgQWBBRRtgjH3DFs',
  'lHqCFYiYPqUfluoRpzAfBgNVHSMEGDAWgBRRtgjH3DFslHqCFYiYPqUfluoRpzAP',
  'BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIQCUo93mfNNh9E9ujqrw',
  'ZmG7lGM9erJUELEAV1BWizAZuwIfXzyr7/9WpVDRx31mIWvbOPoEI31am0gGlSQV',
  'wwYJzA==',
  '-----END CERTIFICATE-----',
  '',
].join('\n');

const DATA = { 'ca.crt': AUTHORITY };

export function rootCaPublisher(): Controller {
  return {
    name: 'root-ca-certificate-publisher-controller',
    watches: [
      forEach(namespaces),
      { resource: 'core/configmaps', keys: ({ ref }) => (ref.name === NAME ? [localKey('', ref.namespace)] : []) },
    ],
    reconcile(key, client) {
      const { name } = splitLocalKey(key);
      if (client.get(namespaces, '', name)?.status.phase !== 'Active') return;
      const published = client.get(configMaps, name, NAME);
      if (!published) client.create(configMaps, name, { metadata: { name: NAME, annotations: ANNOTATIONS }, data: DATA });
      else if (!equal(published.data, DATA) || Object.entries(ANNOTATIONS).some(([k, v]) => published.metadata.annotations?.[k] !== v)) {
        client.update(configMaps, {
          ...published,
          metadata: { ...published.metadata, annotations: { ...published.metadata.annotations, ...ANNOTATIONS } },
          data: DATA,
        });
      }
    },
  };
}
