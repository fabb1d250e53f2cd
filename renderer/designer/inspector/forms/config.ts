import { field, type CuratedForm } from './curated.ts';

export const configMap: CuratedForm = {
  kind: 'ConfigMap',
  sections: [
    { title: 'Keys', fields: [field('Data', 'data', { control: 'text-keys' })] },
    { title: '', fields: [field('Immutable', 'immutable', { rare: true }), field('Binary', 'binaryData', { rare: true })] },
  ],
};

export const secret: CuratedForm = {
  kind: 'Secret',
  sections: [
    { title: '', fields: [field('Type', 'type', { locked: () => 'cannot be changed' }), field('Immutable', 'immutable', { rare: true })] },
    { title: 'Keys', fields: [field('Data', 'data', { control: 'secret-keys' })] },
  ],
};
