/** Manifests that journeys begin with. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A real manifest beside the checkout, undefined where there is none. */
export function realManifest(name: string): string | undefined {
  const path = fileURLToPath(new URL(`../../../shared/manifests/${name}.yaml`, import.meta.url));
  return existsSync(path) ? path : undefined;
}

/** A Deployment of one container. */
export const deployment = (
  name: string,
  { replicas = 1, image = `registry.example/${name}:1`, cpu = '100m' } = {},
): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: app
          image: ${image}
          resources: {requests: {cpu: ${cpu}}}
`;

/** A pool of nodes. */
export const pool = (replicas = 2): string => `apiVersion: drydock.dev/v1
kind: NodePool
metadata: {name: workers}
spec: {machineType: medium, replicas: ${replicas}}
`;
