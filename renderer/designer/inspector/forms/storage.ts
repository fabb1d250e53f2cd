import { field, namesOf, type CuratedForm } from './curated.ts';
import { labelsText, resourcesText } from './words.ts';

export const persistentVolumeClaim: CuratedForm = {
  kind: 'PersistentVolumeClaim',
  sections: [
    {
      title: '',
      fields: [
        field('Requests', 'spec.resources.requests', { summary: resourcesText }),
        field('Class', 'spec.storageClassName', {
          options: namesOf('storage.k8s.io/storageclasses', false),
          locked: () => 'cannot be changed',
        }),
        field('Access', 'spec.accessModes', { locked: () => 'cannot be changed' }),
        field('Volume', 'spec.volumeName', { rare: true, locked: () => 'set when it is bound' }),
        field('Mode', 'spec.volumeMode', { rare: true, usual: ['Filesystem'], locked: () => 'cannot be changed' }),
      ],
    },
  ],
};

export const persistentVolume: CuratedForm = {
  kind: 'PersistentVolume',
  sections: [
    {
      title: '',
      fields: [
        field('Capacity', 'spec.capacity', { summary: resourcesText }),
        field('Access', 'spec.accessModes'),
        field('Class', 'spec.storageClassName', { options: namesOf('storage.k8s.io/storageclasses', false) }),
        field('On release', 'spec.persistentVolumeReclaimPolicy'),
        field('Claim', 'spec.claimRef', { rare: true }),
        field('Nodes', 'spec.nodeAffinity', { rare: true }),
      ],
    },
  ],
};

export const storageClass: CuratedForm = {
  kind: 'StorageClass',
  sections: [
    {
      title: '',
      fields: [
        field('Provisioner', 'provisioner', { locked: () => 'cannot be changed' }),
        field('Binding', 'volumeBindingMode', { locked: () => 'cannot be changed' }),
        field('On release', 'reclaimPolicy', { locked: () => 'cannot be changed' }),
        field('May grow', 'allowVolumeExpansion'),
        field('Parameters', 'parameters', { rare: true, summary: labelsText }),
      ],
    },
  ],
};
