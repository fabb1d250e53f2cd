import { templateOf } from '#shared/graph/pod-template.ts';
import { changes } from '../design.ts';
import { volumeName, withContainer, withPodSpec } from '../pod-template-change.ts';
import type { Connection } from './connection.ts';

/** A workload mounts a claim. */
export const workloadClaim: Connection = {
  id: 'workload-claim',
  fits: (from, to) => templateOf(from) !== undefined && to.kind === 'PersistentVolumeClaim',
  connect(from, to) {
    const { name } = to.metadata;
    return changes(
      from,
      withPodSpec(from, (spec) => {
        if (spec.volumes?.some((v) => v.persistentVolumeClaim?.claimName === name)) return spec;
        const volume = volumeName(spec, name);
        const taken = new Set(spec.containers[0]?.volumeMounts?.map((m) => m.mountPath));
        const mountPath = taken.has('/data') ? `/data/${name}` : '/data';
        return withContainer(
          { ...spec, volumes: [...(spec.volumes ?? []), { name: volume, persistentVolumeClaim: { claimName: name } }] },
          (c) => ({ ...c, volumeMounts: [...(c.volumeMounts ?? []), { name: volume, mountPath }] }),
        );
      }),
    );
  },
};
