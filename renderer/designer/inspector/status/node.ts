import { nodeFigures, type Share } from '#shared/graph/figures.ts';
import type { Node } from '#shared/kinds/types.ts';
import { bytesText, cpuText } from '../forms/words.ts';
import { podTable } from './common.ts';
import { cell, stated, type StatusOf } from './section.ts';

export const nodeStatus: StatusOf<Node> = (o, view) => {
  const pods = view.podsOn(o.metadata.name);
  const f = nodeFigures(o, pods);
  const labels = o.metadata.labels ?? {};
  const bar = (label: string, s: Share, text: (n: number) => string) => ({
    label,
    share: s.allocatable > 0 ? s.requested / s.allocatable : 0,
    text: `${text(s.requested)} of ${text(s.allocatable)}`,
  });
  const names = [...new Set([...Object.keys(o.status.capacity ?? {}), ...Object.keys(o.status.allocatable ?? {})])];
  return [
    {
      title: 'Requested',
      bars: [
        bar('cpu', f.cpu, cpuText),
        bar('memory', f.memory, bytesText),
        {
          label: 'pods',
          share: pods.length / Number(o.status.allocatable?.['pods'] ?? 110),
          text: `${pods.length} of ${o.status.allocatable?.['pods'] ?? '?'}`,
        },
      ],
    },
    ...(names.length
      ? [
          {
            title: 'Resources',
            table: {
              columns: ['Resource', 'Has', 'For pods'],
              rows: names.map((n) => ({
                id: n,
                cells: [cell(n), cell(o.status.capacity?.[n] ?? ''), cell(o.status.allocatable?.[n] ?? '')],
              })),
            },
          },
        ]
      : []),
    {
      title: 'Node',
      facts: [
        ...(o.status.addresses ?? []).flatMap((a) => stated(a.type, a.address)),
        ...stated('Zone', labels['topology.kubernetes.io/zone']),
        ...stated('Machine', labels['node.kubernetes.io/instance-type']),
        ...stated('Pod range', o.spec.podCIDR),
        ...stated('Kubelet', o.status.nodeInfo?.kubeletVersion),
      ],
    },
    ...podTable('Pods', pods, view, 'namespace'),
  ];
};
