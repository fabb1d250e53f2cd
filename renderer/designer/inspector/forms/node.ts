import { nodeFigures, type Share } from '#shared/graph/figures.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import { fact, field, type CuratedForm, type FormContext } from './curated.ts';
import { bytesText, cpuText, labelsText, taintsText } from './words.ts';

const figures = ({ object, view }: FormContext) =>
  nodeFigures(
    object as Node,
    view.list<Pod>('core/pods').filter((p) => p.spec.nodeName === object.metadata.name),
  );
const shareText = (s: Share, text: (n: number) => string) =>
  `${text(s.requested)} of ${text(s.allocatable)}${s.allocatable > 0 ? ` · ${Math.round((s.requested / s.allocatable) * 100)}%` : ''}`;

export const node: CuratedForm = {
  kind: 'Node',
  sections: [
    {
      title: '',
      fields: [
        field('Cordoned', 'spec.unschedulable', { note: (v) => (v === true ? 'no new pods come here' : undefined) }),
        field('Taints', 'spec.taints', { summary: taintsText }),
        field('Labels', 'metadata.labels', { summary: labelsText }),
      ],
    },
    {
      title: 'Requested of what pods may have',
      fields: [
        fact('cpu', (c) => shareText(figures(c).cpu, cpuText)),
        fact('memory', (c) => shareText(figures(c).memory, bytesText)),
        fact('System keeps', (c) => {
          const { cpu, memory } = figures(c);
          return `${cpuText(cpu.capacity - cpu.allocatable)} · ${bytesText(memory.capacity - memory.allocatable)}`;
        }),
      ],
    },
  ],
};
