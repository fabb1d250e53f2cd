import type { PolicyRule, RoleRef, Subject } from '#shared/kinds/generated/types.ts';
import { field, type CuratedForm } from './curated.ts';

const rulesText = (v: readonly PolicyRule[] | undefined) =>
  (v ?? []).map((r) => `${r.verbs?.join(' ') ?? '?'} ${[...(r.resources ?? []), ...(r.nonResourceURLs ?? [])].join(' ')}`).join('; ');
const subjectsText = (v: readonly Subject[] | undefined) =>
  (v ?? []).map((s) => `${s.kind ?? '?'} ${s.namespace ? `${s.namespace}/` : ''}${s.name ?? '?'}`).join(', ');

const roleForm = (kind: string): CuratedForm => ({
  kind,
  sections: [
    {
      title: '',
      fields: [
        field('Rules', 'rules', { summary: rulesText }),
        ...(kind === 'ClusterRole' ? [field('Gathers', 'aggregationRule', { rare: true })] : []),
      ],
    },
  ],
});
const bindingForm = (kind: string): CuratedForm => ({
  kind,
  sections: [
    {
      title: '',
      fields: [
        field('Role', 'roleRef', {
          summary: (r: RoleRef | undefined) => (r ? `${r.kind} ${r.name}` : ''),
          locked: () => 'cannot be changed',
        }),
        field('Subjects', 'subjects', { summary: subjectsText }),
      ],
    },
  ],
});

export const role = roleForm('Role');
export const clusterRole = roleForm('ClusterRole');
export const roleBinding = bindingForm('RoleBinding');
export const clusterRoleBinding = bindingForm('ClusterRoleBinding');
