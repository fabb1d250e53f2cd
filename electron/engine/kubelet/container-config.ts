/** What a container needs before it can be created: the ConfigMaps and Secrets of its environment. Source: pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables). */
import { namespaceOf } from '#shared/api/object.ts';
import { configMaps } from '#shared/kinds/core/config-map.ts';
import { secrets } from '#shared/kinds/core/secret.ts';
import type { Container, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';

/** What is missing, in Kubernetes' words; undefined where nothing is. */
export function missingConfig(pod: Pod, { envFrom = [], env = [], securityContext }: Container, client: Client): string | undefined {
  const namespace = namespaceOf(pod);
  for (const { configMapRef: map, secretRef: secret } of envFrom) {
    if (map?.name && !map.optional && !client.get(configMaps, namespace, map.name))
      return `configmap ${JSON.stringify(map.name)} not found`;
    if (secret?.name && !secret.optional && !client.get(secrets, namespace, secret.name))
      return `secret ${JSON.stringify(secret.name)} not found`;
  }
  for (const { valueFrom } of env) {
    const map = valueFrom?.configMapKeyRef;
    const secret = valueFrom?.secretKeyRef;
    if (map && !map.optional) {
      const found = client.get(configMaps, namespace, map.name ?? '');
      if (!found) return `configmap ${JSON.stringify(map.name)} not found`;
      if (found.data?.[map.key] === undefined && found.binaryData?.[map.key] === undefined)
        return `couldn't find key ${map.key} in ConfigMap ${namespace}/${map.name}`;
    }
    if (secret && !secret.optional) {
      const found = client.get(secrets, namespace, secret.name ?? '');
      if (!found) return `secret ${JSON.stringify(secret.name)} not found`;
      if (found.data?.[secret.key] === undefined) return `couldn't find key ${secret.key} in Secret ${namespace}/${secret.name}`;
    }
  }
  const own = securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser;
  if ((securityContext?.runAsNonRoot ?? pod.spec.securityContext?.runAsNonRoot) && own === 0)
    return `container's runAsUser breaks non-root policy (pod: "${pod.metadata.name}_${namespace}(${pod.metadata.uid})", container: ${pod.spec.containers.find((c) => c.securityContext === securityContext)?.name ?? ''})`;
  return undefined;
}
