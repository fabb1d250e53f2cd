/** Job. Source: batch/v1 defaults, batch/validation ValidateJob, registry/batch/job. */
import { invalid, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isDNS1123Label } from '../../api/names.ts';
import { isTerminating } from '../../api/object.ts';
import { labelSelectorMatcher } from '../../api/selector.ts';
import { hasInvalidLabelValue, shownLabels, shownSelector, validateLabelSelector } from '../../api/selector-validation.ts';
import { humanDuration, parseTime } from '../../api/time.ts';
import { containerColumns, selectorColumn } from '../apps/workload-columns.ts';
import { isUsable, podNameWarnings, validateTemplateLabels } from '../apps/workload-validation.ts';
import { AGE, column, NAME } from '../columns.ts';
import { insidePodSpec, insidePodTemplate } from '../core/pod-spec-inside.ts';
import { defaultPodTemplateSpec } from '../core/pod-template-spec.ts';
import { defineKind, type PrintContext } from '../definition.ts';
import type { Affinity, Container, JobSpec, PodTemplateSpec } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { Job } from '../types.ts';
import { jobSpecWarnings, validateJobSpec, withConditionDefaults } from './job-spec.ts';
import { holds, validateJobStatusUpdate } from './job-status.ts';

const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid';
const JOB_NAME = 'batch.kubernetes.io/job-name';
/** The labels from before they had a prefix. */
const OLD_CONTROLLER_UID = 'controller-uid';
const OLD_JOB_NAME = 'job-name';
const MAX_INT32 = 0x7fffffff;

export const jobs = defineKind<Job>({
  apiVersion: 'batch/v1',
  kind: 'Job',
  plural: 'jobs',
  categories: ['all'],
  namespaced: true,
  metadataChecks: 'MU',
  generation: true,
  defaultPropagation: 'Orphan',
  deleteWarning:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  default(o) {
    const spec = withDefaults(o.spec);
    const labels = spec.template.metadata?.labels;
    const labelled = Object.keys(o.metadata.labels ?? {}).length > 0 || !labels;
    return spec === o.spec && labelled ? o : { ...o, ...(labelled ? {} : { metadata: { ...o.metadata, labels } }), spec };
  },
  prepareCreate(o) {
    const spec = o.spec.manualSelector ? o.spec : withGeneratedSelector(o.spec, o.metadata.name, o.metadata.uid);
    // Labels that came from the template follow it.
    const followed = o.metadata.labels === undefined || o.metadata.labels === o.spec.template.metadata?.labels;
    const labels = spec.template.metadata?.labels;
    return { ...o, ...(followed && labels ? { metadata: { ...o.metadata, labels } } : {}), spec, status: {} };
  },
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate: (o) => validate(o),
  validateUpdate: (next, previous) => [
    ...validate(next, previous),
    ...validateSpec(next.spec, hasInvalidLabelValue(previous.spec.selector)),
    ...validateCompletions(next.spec, previous.spec),
    ...validateImmutableField(
      next.spec.selector,
      previous.spec.selector,
      'spec.selector',
      next.spec.selector && shownSelector(next.spec.selector),
    ),
    ...validateTemplateUpdate(next.spec.template, previous),
    ...(['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const).flatMap((f) =>
      validateImmutableField(next.spec[f], previous.spec[f], `spec.${f}`),
    ),
  ],
  validateStatusUpdate: validateJobStatusUpdate,
  warnings: (next, previous) => [
    ...(previous ? [] : podNameWarnings(next.metadata.name)),
    ...(previous && next.metadata.generation === previous.metadata.generation ? [] : jobSpecWarnings(next.spec, 'spec')),
  ],
  selectableFields: (o) => ({ 'status.successful': String(o.status.succeeded ?? 0) }),
  columns: [
    NAME,
    column('Status', '', statusText, { description: 'Status of the job.' }),
    column('Completions', 'JobStatus.succeeded', completionsText),
    column('Duration', '', durationText, { description: 'Time required to complete the job.' }),
    AGE,
    ...containerColumns<Job>((o) => o.spec.template),
    selectorColumn<Job>('JobSpec.selector', (o) => o.spec.selector),
  ],
});

function withDefaults(s: JobSpec): JobSpec {
  const template = defaultPodTemplateSpec(s.template);
  const podFailurePolicy = s.podFailurePolicy && withConditionDefaults(s.podFailurePolicy);
  if (
    template === s.template &&
    podFailurePolicy === s.podFailurePolicy &&
    [s.parallelism, s.backoffLimit, s.completionMode, s.suspend, s.podReplacementPolicy, s.manualSelector].every((v) => v !== undefined)
  )
    return s;
  return {
    ...s,
    ...(s.completions === undefined && s.parallelism === undefined ? { completions: 1 } : {}),
    parallelism: s.parallelism ?? 1,
    backoffLimit: s.backoffLimit ?? (s.backoffLimitPerIndex === undefined ? 6 : MAX_INT32),
    completionMode: s.completionMode ?? 'NonIndexed',
    suspend: s.suspend ?? false,
    ...(podFailurePolicy ? { podFailurePolicy } : {}),
    podReplacementPolicy: s.podReplacementPolicy ?? (s.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'),
    manualSelector: s.manualSelector ?? false,
    template,
  };
}

/** Pods are told apart by the Job's uid, on the template and in the selector. */
function withGeneratedSelector(s: JobSpec, name: string, uid: string): JobSpec {
  const { metadata } = s.template;
  const selector = s.selector ?? {};
  return {
    ...s,
    selector:
      selector.matchLabels?.[CONTROLLER_UID] === undefined
        ? { ...selector, matchLabels: { ...selector.matchLabels, [CONTROLLER_UID]: uid } }
        : selector,
    template: {
      ...s.template,
      metadata: {
        ...metadata,
        labels: { [JOB_NAME]: name, [OLD_JOB_NAME]: name, [CONTROLLER_UID]: uid, [OLD_CONTROLLER_UID]: uid, ...metadata?.labels },
      },
    },
  };
}

/** As a new object; a change is looked at like this too. */
function validate(o: Job, previous?: Job): readonly FieldError[] {
  return [...validateGeneratedSelector(o), ...validateSpec(o.spec, hasInvalidLabelValue(previous?.spec.selector)), ...validateHostnames(o)];
}

function validateGeneratedSelector(o: Job): readonly FieldError[] {
  const { uid, name } = o.metadata;
  const { manualSelector, selector, template } = o.spec;
  if (manualSelector || !selector) return [];
  const expected = { [OLD_CONTROLLER_UID]: uid, [OLD_JOB_NAME]: name, [CONTROLLER_UID]: uid, [JOB_NAME]: name };
  const labels = template.metadata?.labels;
  return [
    ...Object.entries(expected).flatMap(([key, value]): readonly FieldError[] => {
      const path = `spec.template.metadata.labels[${key}]`;
      const has = labels?.[key];
      return has === value
        ? []
        : has === undefined
          ? [required(path, `must be '${value}'`)]
          : [invalid(path, shownLabels(labels), `must be '${value}'`)];
    }),
    ...(isUsable(selector) && !labelSelectorMatcher(selector)(expected)
      ? [invalid('spec.selector', shownSelector(selector), '`selector` not auto-generated')]
      : []),
  ];
}

function validateSpec(s: JobSpec, allowInvalidLabelValue = false): readonly FieldError[] {
  return [
    ...validateJobSpec(s, 'spec'),
    ...(s.selector ? validateLabelSelector(s.selector, 'spec.selector', { allowInvalidLabelValue }) : [required('spec.selector')]),
    ...(isUsable(s.selector) ? validateTemplateLabels(s.template, s.selector, 'spec.template') : []),
  ];
}

/** The pods of an indexed Job are called by its name and their index. */
function validateHostnames(o: Job): readonly FieldError[] {
  const { completionMode, completions = 0 } = o.spec;
  const hostname = `${o.metadata.name}-${completions - 1}`;
  return completionMode === 'Indexed' && completions > 0 && isDNS1123Label(hostname).length
    ? [invalid('metadata.name', o.metadata.name, `will not able to create pod with invalid DNS label: ${hostname}`)]
    : [];
}

function validateCompletions(next: JobSpec, previous: JobSpec): readonly FieldError[] {
  if (next.completionMode !== 'Indexed') return validateImmutableField(next.completions, previous.completions, 'spec.completions');
  return next.completions === previous.completions || next.completions === undefined || next.completions === next.parallelism
    ? []
    : [invalid('spec.completions', next.completions, 'can only be modified in tandem with spec.parallelism')];
}

/** Where a suspended Job's pods go and what they ask for may change until it runs; nothing else of them, ever. */
function validateTemplateUpdate(next: PodTemplateSpec, { spec, status }: Job): readonly FieldError[] {
  const old = spec.template;
  const stopped =
    spec.suspend && (status?.startTime === undefined || status.conditions?.some((c) => c.type === 'Suspended' && c.status === 'True'));
  if (!stopped || !next.spec || !old.spec) return validateImmutableField(next, old, 'spec.template', insidePodTemplate(next));
  const { nodeSelector, tolerations, schedulingGates } = next.spec;
  const allowed = {
    ...old.spec,
    affinity: withNodeAffinity(old.spec.affinity, next.spec.affinity),
    nodeSelector,
    tolerations,
    schedulingGates,
    containers: withResources(old.spec.containers, next.spec.containers),
    initContainers: old.spec.initContainers && withResources(old.spec.initContainers, next.spec.initContainers ?? []),
  };
  return validateImmutableField(next.spec, allowed, 'spec.template.spec', insidePodSpec(next.spec));
}

function withNodeAffinity(old: Affinity | undefined, next: Affinity | undefined): Affinity | undefined {
  const { nodeAffinity: _old, ...rest } = old ?? {};
  const nodeAffinity = next?.nodeAffinity;
  const merged = { ...rest, ...(nodeAffinity ? { nodeAffinity } : {}) };
  return next || !equal(merged, {}) ? merged : undefined;
}

function withResources(old: readonly Container[] | null, next: readonly Container[] | null): readonly Container[] {
  if (!old || !next) return old ?? [];
  return old.length === next.length ? old.map((c, i) => (c.name === next[i]?.name ? { ...c, resources: next[i].resources } : c)) : old;
}

function statusText(o: Job): string {
  return holds(o, 'Complete')
    ? 'Complete'
    : holds(o, 'Failed')
      ? 'Failed'
      : isTerminating(o)
        ? 'Terminating'
        : (['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find((t) => holds(o, t)) ?? 'Running');
}

function completionsText({ spec, status }: Job): string {
  const done = status.succeeded ?? 0;
  const parallelism = spec.parallelism ?? 0;
  return spec.completions !== undefined ? `${done}/${spec.completions}` : parallelism > 1 ? `${done}/1 of ${parallelism}` : `${done}/1`;
}

function durationText({ status }: Job, c: PrintContext): string {
  const start = parseTime(status.startTime);
  const end = parseTime(status.completionTime);
  return start === undefined ? '' : humanDuration((end ?? c.nowMs) - start);
}
