/** Gives a pod the number behind its priority class, and keeps the system's own classes. Source: plugin/pkg/admission/priority, registry/scheduling/priorityclass. */
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { priorityClasses, SYSTEM_PRIORITIES } from '#shared/kinds/scheduling/priority-class.ts';
import type { Pod, PodSpec, PriorityClass } from '#shared/kinds/types.ts';
import type { AdmissionPlugin, Core, WriteContext } from '../context.ts';
import { completesSpec } from './pod-spec.ts';
import { refused, refusedEarly } from './refusal.ts';

const PODS = resourceOf(pods);
const CLASSES = resourceOf(priorityClasses);

const DEFAULT_PRIORITY = 0;
const DEFAULT_POLICY = 'PreemptLowerPriority';

export const priority: AdmissionPlugin = {
  name: 'Priority',
  resources: [PODS, CLASSES],
  admit(c, o, previous, core) {
    if (c.resource.id !== PODS || c.subresource) return o;
    if (c.operation === 'UPDATE') return withFormer(o, (previous as Pod).spec.priority, (previous as Pod).spec.preemptionPolicy);
    return c.operation === 'CREATE' ? withClass(c, o as Pod, classOf(c, o as Pod, core)) : o;
  },
  validate(c, o, _previous, core) {
    const { globalDefault, metadata } = o as PriorityClass;
    if (c.resource.id !== CLASSES) return;
    if (c.operation === 'DELETE' && SYSTEM_PRIORITIES[metadata.name] !== undefined)
      throw refused(c, o, 'this is a system priority class and cannot be deleted');
    if (c.operation === 'DELETE' || !globalDefault) return;
    const other = defaultClass(core);
    if (other && other.metadata.name !== metadata.name)
      throw refused(c, o, `PriorityClass ${other.metadata.name} is already marked as default. Only one default can exist`);
  },
};

function classOf(c: WriteContext, pod: Pod, core: Core): PriorityClass | undefined {
  const { priorityClassName } = pod.spec;
  if (!priorityClassName) return defaultClass(core);
  const found = core.store.get({ resource: CLASSES, namespace: '', name: priorityClassName }) as PriorityClass | undefined;
  if (!found) throw refusedEarly(c, pod, `no PriorityClass with name ${priorityClassName} was found`);
  return found;
}

/** The class of pods that name none: the least of those that claim to be it. */
function defaultClass(core: Core): PriorityClass | undefined {
  let least: PriorityClass | undefined;
  for (const o of core.store.list({ resource: CLASSES })) {
    const k = o as PriorityClass;
    if (k.globalDefault && (!least || (k.value ?? 0) < (least.value ?? 0))) least = k;
  }
  return least;
}

const withFormer = completesSpec((spec: PodSpec, number: number | undefined, policy: string | undefined): PodSpec =>
  (spec.priority !== undefined || number === undefined) && (spec.preemptionPolicy !== undefined || policy === undefined)
    ? spec
    : {
        ...spec,
        ...(spec.priority === undefined && number !== undefined ? { priority: number } : {}),
        ...(spec.preemptionPolicy === undefined && policy !== undefined ? { preemptionPolicy: policy } : {}),
      },
);

function withClass(c: WriteContext, pod: Pod, found: PriorityClass | undefined): Pod {
  const { value = DEFAULT_PRIORITY, preemptionPolicy = DEFAULT_POLICY } = found ?? {};
  const { spec } = pod;
  if (spec.priority !== undefined && spec.priority !== value)
    throw refusedEarly(
      c,
      pod,
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${value} from the given PriorityClass name`,
    );
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy)
    throw refusedEarly(
      c,
      pod,
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${preemptionPolicy} from the given PriorityClass name`,
    );
  return withPriority(pod, value, preemptionPolicy, found?.metadata.name ?? '');
}

const withPriority = completesSpec((spec: PodSpec, value: number, policy: string, name: string): PodSpec => ({
  ...spec,
  ...(name ? { priorityClassName: name } : {}),
  priority: value,
  preemptionPolicy: policy,
}));
