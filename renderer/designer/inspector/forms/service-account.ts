import { field, type CuratedForm } from './curated.ts';

export const serviceAccount: CuratedForm = {
  kind: 'ServiceAccount',
  sections: [
    {
      title: '',
      fields: [
        field('Mount token', 'automountServiceAccountToken', { note: (v) => (v === false ? undefined : 'into every pod that runs as it') }),
        field('Pull secrets', 'imagePullSecrets'),
      ],
    },
  ],
};
