import { field, type CuratedForm } from './curated.ts';
import { policyRuleText, selectorText } from './words.ts';

const rules = (way: string) => (v: readonly unknown[] | undefined) =>
  v === undefined ? '' : v.length === 0 ? `nothing ${way}` : `${v.length} ${v.length === 1 ? 'rule' : 'rules'}`;

export const networkPolicy: CuratedForm = {
  kind: 'NetworkPolicy',
  sections: [
    {
      title: '',
      fields: [
        field('Pods', 'spec.podSelector', { summary: (s: Parameters<typeof selectorText>[0]) => selectorText(s) || 'every pod' }),
        field('Types', 'spec.policyTypes'),
        field('In', 'spec.ingress', { summary: rules('in'), entry: policyRuleText }),
        field('Out', 'spec.egress', { summary: rules('out'), entry: policyRuleText }),
      ],
    },
  ],
};
