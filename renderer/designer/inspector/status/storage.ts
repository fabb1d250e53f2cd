import type { PersistentVolume, PersistentVolumeClaim, Pod } from '#shared/kinds/types.ts';
import { podTable } from './common.ts';
import { stated, type StatusOf } from './section.ts';

export const claimStatus: StatusOf<PersistentVolumeClaim> = (o, view) => {
  const volume = view.list<PersistentVolume>('core/persistentvolumes').find((v) => v.metadata.name === o.spec.volumeName);
  const users = view
    .list<Pod>('core/pods', o.metadata.namespace)
    .filter((p) => p.spec.volumes?.some((v) => v.persistentVolumeClaim?.claimName === o.metadata.name));
  return [
    {
      title: 'Claim',
      facts: [
        ...stated('Phase', o.status.phase),
        ...stated('Volume', o.spec.volumeName, volume ? { key: view.keyOf(volume) } : {}),
        ...stated('Has', o.status.capacity?.['storage']),
        ...stated('Access', o.status.accessModes?.join(', ')),
        ...stated('Node', o.metadata.annotations?.['volume.kubernetes.io/selected-node']),
      ],
    },
    ...podTable('Used by', users, view),
  ];
};

export const volumeStatus: StatusOf<PersistentVolume> = (o, view) => {
  const ref = o.spec.claimRef;
  const claim = ref && view.list('core/persistentvolumeclaims', ref.namespace).find((c) => c.metadata.name === ref.name);
  return [
    {
      title: 'Volume',
      facts: [
        ...stated('Phase', o.status.phase),
        ...stated('Claim', ref && `${ref.namespace}/${ref.name}`, claim ? { key: view.keyOf(claim) } : {}),
        ...stated('Reason', o.status.reason),
        ...stated('Message', o.status.message),
      ],
    },
  ];
};
