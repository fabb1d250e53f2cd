/** Namespaces, and what bounds those who run in them: quotas, disruption budgets, priorities. */
import { text, toggle } from '../../flags.ts';
import { intOrText, needed, pairs, type Generator } from './generator.ts';

export const namespace: Generator = {
  name: 'namespace',
  aliases: ['ns'],
  flags: [],
  make: (_r, name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: {} }),
};

export const quota: Generator = {
  name: 'quota',
  aliases: ['resourcequota'],
  flags: [text('hard'), text('scopes')],
  make: (r, name) => ({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name },
    spec: { hard: pairs(r.flags.list('hard')), ...(r.flags.has('scopes') && { scopes: r.flags.list('scopes') }) },
    status: {},
  }),
};

export const disruptionBudget: Generator = {
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  flags: [text('min-available'), text('max-unavailable'), text('selector')],
  make(r, name) {
    const least = r.flags.text('min-available');
    const most = r.flags.text('max-unavailable');
    return {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: {
        ...(least !== undefined && { minAvailable: intOrText(least) }),
        ...(most !== undefined && { maxUnavailable: intOrText(most) }),
        selector: { matchLabels: pairs(needed(r, 'selector').split(',')) },
      },
    };
  },
};

export const priorityClass: Generator = {
  name: 'priorityclass',
  aliases: ['pc'],
  flags: [text('value'), toggle('global-default'), text('description'), text('preemption-policy')],
  make: (r, name) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value: r.flags.number('value') ?? 0,
    globalDefault: r.flags.on('global-default'),
    description: r.flags.text('description') ?? '',
    preemptionPolicy: r.flags.text('preemption-policy') ?? 'PreemptLowerPriority',
  }),
};
