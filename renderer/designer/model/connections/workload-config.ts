import { templateOf } from '#shared/graph/pod-template.ts';
import type { PodSpec } from '#shared/kinds/types.ts';
import { changes } from '../design.ts';
import { volumeName, withContainer, withPodSpec } from '../pod-template-change.ts';
import type { Connection } from './connection.ts';

/** A workload takes a ConfigMap or Secret: all its keys as environment, or as files. */
export const workloadConfig: Connection = {
  id: 'workload-config',
  fits: (from, to) => templateOf(from) !== undefined && (to.kind === 'ConfigMap' || to.kind === 'Secret'),
  ways: [
    { id: 'env', label: 'As environment' },
    { id: 'mount', label: 'As files' },
  ],
  connect(from, to, _doc, way) {
    const secret = to.kind === 'Secret';
    const { name } = to.metadata;
    return changes(
      from,
      withPodSpec(from, (spec) =>
        way === 'mount'
          ? mounted(spec, name, secret)
          : withContainer(spec, (c) => {
              if (c.envFrom?.some((e) => (secret ? e.secretRef : e.configMapRef)?.name === name)) return c;
              return { ...c, envFrom: [...(c.envFrom ?? []), secret ? { secretRef: { name } } : { configMapRef: { name } }] };
            }),
      ),
    );
  },
};

function mounted(spec: PodSpec, name: string, secret: boolean): PodSpec {
  const known = spec.volumes?.find((v) => (secret ? v.secret?.secretName : v.configMap?.name) === name);
  const volume = known?.name ?? volumeName(spec, name);
  const volumes = known
    ? (spec.volumes ?? [])
    : [...(spec.volumes ?? []), secret ? { name: volume, secret: { secretName: name } } : { name: volume, configMap: { name } }];
  return withContainer({ ...spec, volumes }, (c) =>
    c.volumeMounts?.some((m) => m.name === volume)
      ? c
      : { ...c, volumeMounts: [...(c.volumeMounts ?? []), { name: volume, mountPath: `/etc/${name}`, readOnly: true }] },
  );
}
