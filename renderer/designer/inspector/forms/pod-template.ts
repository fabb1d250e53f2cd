/** The pod template, in whatever kind it is: its containers one by one, then what holds for the pod. */
import type { Container } from '#shared/kinds/types.ts';
import { field, freeName, namesOf, type CuratedField, type CuratedSection } from './curated.ts';
import {
  containerPortsText,
  envEntryText,
  envFromText,
  envText,
  labelsText,
  mountsText,
  probeText,
  resourcesText,
  spreadText,
  tolerationsText,
  volumesText,
} from './words.ts';

const CONTAINER: readonly CuratedField[] = [
  field('Image', 'image'),
  field('Command', 'command', { rare: true, summary: (v: readonly string[] | undefined) => (v ?? []).join(' ') }),
  field('Arguments', 'args', { rare: true, summary: (v: readonly string[] | undefined) => (v ?? []).join(' ') }),
  field('Ports', 'ports', { summary: containerPortsText }),
  field('Requests', 'resources.requests', {
    summary: resourcesText,
    note: (v) => (v ? undefined : 'nothing requested: the scheduler reckons with nothing'),
  }),
  field('Limits', 'resources.limits', { summary: resourcesText, note: limitNote }),
  field('Start-up', 'startupProbe', { rare: true, summary: probeText }),
  field('Readiness', 'readinessProbe', { summary: probeText, note: (v) => (v ? undefined : 'no probe: ready as soon as it runs') }),
  field('Liveness', 'livenessProbe', { rare: true, summary: probeText }),
  field('Environment', 'env', { summary: envText, entry: envEntryText }),
  field('Env from', 'envFrom', { rare: true, summary: envFromText }),
  field('Mounts', 'volumeMounts', { rare: true, summary: mountsText }),
  field('Pull policy', 'imagePullPolicy', { rare: true, usual: ['IfNotPresent'] }),
  field('Security', 'securityContext', { rare: true }),
];

function limitNote(value: unknown): string | undefined {
  const limits = value as Readonly<Record<string, string>> | undefined;
  if (!limits?.['cpu'] && !limits?.['memory']) return 'no limit: may use what the node has';
  return limits['cpu']
    ? limits['memory']
      ? undefined
      : 'no memory limit: may use what the node has'
    : 'no cpu limit: may use what the node has';
}

const POD: readonly CuratedField[] = [
  field('Volumes', 'spec.volumes', { summary: volumesText }),
  field('Account', 'spec.serviceAccountName', { options: namesOf('core/serviceaccounts'), note: (v) => (v ? undefined : 'default') }),
  field('Node selector', 'spec.nodeSelector', { rare: true, summary: labelsText }),
  field('Affinity', 'spec.affinity', { rare: true }),
  field('Tolerations', 'spec.tolerations', { rare: true, summary: tolerationsText }),
  field('Spread', 'spec.topologySpreadConstraints', { rare: true, summary: spreadText }),
  field('Priority class', 'spec.priorityClassName', { rare: true, options: namesOf('scheduling.k8s.io/priorityclasses', false) }),
  field('Grace, seconds', 'spec.terminationGracePeriodSeconds', { rare: true, usual: [30] }),
  field('Restart', 'spec.restartPolicy', { rare: true, usual: ['Always'] }),
  field('Pull secrets', 'spec.imagePullSecrets', { rare: true }),
  field('Pod labels', 'metadata.labels', { rare: true, usual: 'any', summary: labelsText }),
  field('Annotations', 'metadata.annotations', { rare: true, usual: 'any' }),
];

/** The sections of the template at a path ([] for a Pod, which is its own). */
export function podTemplateSections(template: readonly string[]): readonly CuratedSection[] {
  const entry = (base: string) => (entries: readonly unknown[]) => ({ name: freeName(base, entries) }) satisfies Partial<Container>;
  return [
    {
      title: 'Container {name}',
      path: [...template, 'spec', 'containers'],
      each: true,
      fields: CONTAINER,
      add: { label: 'Add a container', entry: entry('app') },
    },
    {
      title: 'Init container {name}',
      path: [...template, 'spec', 'initContainers'],
      each: true,
      fields: CONTAINER,
      add: { label: 'Add an init container', entry: entry('init') },
    },
    {
      title: template.length > 0 ? 'Pods' : 'Pod',
      path: template,
      fields: template.length > 0 ? POD : POD.filter((f) => f.path?.[0] !== 'metadata'),
    },
  ];
}
