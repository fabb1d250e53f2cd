import { field, type CuratedForm } from './curated.ts';

const LEVELS = ['privileged', 'baseline', 'restricted'];

export const namespace: CuratedForm = {
  kind: 'Namespace',
  sections: [
    { title: '', fields: [field('Labels', 'metadata.labels'), field('Annotations', 'metadata.annotations', { rare: true })] },
    {
      title: 'Pod security',
      path: ['metadata', 'labels'],
      fields: ['enforce', 'warn', 'audit'].map((mode) => ({
        label: mode[0]?.toUpperCase() + mode.slice(1),
        path: [`pod-security.kubernetes.io/${mode}`],
        options: () => LEVELS,
      })),
    },
  ],
};
