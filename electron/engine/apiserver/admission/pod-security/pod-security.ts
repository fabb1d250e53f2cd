/**
 * Keeps pods to the pod security standard that their namespace asks for, and warns where it only asks for that.
 * Source: k8s.io/pod-security-admission/admission.
 */
import { invalidObject, quoted } from '#shared/api/errors.ts';
import { at, equal } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { ObjectMeta } from '#shared/kinds/generated/types.ts';
import type { Namespace, Pod, PodSpec } from '#shared/kinds/types.ts';
import type { AdmissionPlugin, Core, WriteContext } from '../../context.ts';
import { refused } from '../refusal.ts';
import { compareLevels, describe, isLabelled, nameOf, policyOf, violations, type LevelVersion } from './policy.ts';

const PODS = resourceOf(pods);
const NAMESPACES = resourceOf(namespaces);

/** Where other kinds keep the template of their pods. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['core/replicationcontrollers', 'apps/replicasets', 'apps/deployments', 'apps/statefulsets', 'apps/daemonsets', 'batch/jobs'].map(
      (r) => [r, ['spec', 'template']],
    ),
  ),
  'core/podtemplates': ['template'],
  'batch/cronjobs': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** Subresources through which a pod's spec can change. */
const CHANGES_SPEC: ReadonlySet<string> = new Set(['', 'ephemeralcontainers', 'resize']);

/** As many pods are looked at when a namespace's level is raised. */
const MOST_PODS = 3000;

export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  resources: [PODS, NAMESPACES, ...Object.keys(TEMPLATES)],
  validate(c, o, previous, core) {
    if (c.operation !== 'CREATE' && c.operation !== 'UPDATE') return;
    if (c.resource.id === NAMESPACES) checkNamespace(c, o as Namespace, previous as Namespace | undefined, core);
    else if (c.resource.id === PODS ? CHANGES_SPEC.has(c.subresource) : !c.subresource) checkPod(c, o, previous, core);
  },
};

function checkPod(c: WriteContext, o: ApiObject, previous: ApiObject | undefined, core: Core): void {
  const labels = core.store.get({ resource: NAMESPACES, namespace: '', name: c.namespace })?.metadata.labels;
  if (!isLabelled(labels)) return;
  const {
    policy: { enforce, warn },
  } = policyOf(labels);
  const isPod = c.resource.id === PODS;
  if (isPod && previous && !isSignificant(o as Pod, previous as Pod)) return;
  const template = (isPod ? o : at(o, TEMPLATES[c.resource.id] ?? [])) as
    { readonly metadata?: ObjectMeta; readonly spec?: PodSpec } | undefined;
  if (!template?.spec) return;
  const found = (level: LevelVersion) => violations(level, template.metadata ?? {}, template.spec as PodSpec);
  const forbidden = isPod ? found(enforce) : [];
  if (forbidden.length) throw refused(c, o, `violates PodSecurity ${quoted(nameOf(enforce))}: ${describe(forbidden)}`);
  const unwelcome = found(warn);
  if (unwelcome.length) c.warn(`would violate PodSecurity ${quoted(nameOf(warn))}: ${describe(unwelcome)}`);
}

/** Of what may change in a pod, images and profiles count. */
function isSignificant(next: Pod, old: Pod): boolean {
  const images = (s: PodSpec) =>
    [...(s.initContainers ?? []), ...s.containers, ...(s.ephemeralContainers ?? [])].map((k) => [k.name, k.image, k.securityContext]);
  return next.spec !== old.spec && !equal(images(next.spec), images(old.spec));
}

function checkNamespace(c: WriteContext, o: Namespace, previous: Namespace | undefined, core: Core): void {
  if (c.subresource || (previous && previous.metadata.labels === o.metadata.labels)) return;
  const {
    policy: { enforce },
    errors,
  } = policyOf(o.metadata.labels);
  const {
    policy: { enforce: old },
    errors: oldErrors,
  } = policyOf(previous?.metadata.labels);
  if (errors.length && !(previous && equal(errors, oldErrors))) throw invalidObject(c.resource.about, o.metadata.name, errors);
  if (
    !previous ||
    equal(enforce, old) ||
    enforce.level === 'privileged' ||
    (enforce.version === old.version && compareLevels(enforce.level, old.level) < 1)
  )
    return;
  for (const w of existing(o.metadata.name, enforce, core)) c.warn(w);
}

/** What the pods that are there do against a level that is now enforced. */
function existing(namespace: string, enforce: LevelVersion, core: Core): readonly string[] {
  const all = core.store.list({ resource: PODS, namespace }) as readonly Pod[];
  const checked = all.slice(0, MOST_PODS);
  const byReason = new Map<string, string[]>();
  for (const { metadata, spec } of checked) {
    const reason = violations(enforce, metadata, spec)
      .map((v) => v.reason)
      .join(', ');
    if (reason) byReason.set(reason, [...(byReason.get(reason) ?? []), metadata.name]);
  }
  const lines = [...byReason]
    .map(
      ([reason, names]) =>
        `${names[0]}${names.length > 1 ? ` (and ${names.length - 1} other pod${names.length > 2 ? 's' : ''})` : ''}: ${reason}`,
    )
    .sort();
  return [
    ...(checked.length < all.length
      ? [`new PodSecurity enforce level only checked against the first ${checked.length} of ${all.length} existing pods`]
      : []),
    ...(lines.length
      ? [`existing pods in namespace ${quoted(namespace)} violate the new PodSecurity enforce level ${quoted(nameOf(enforce))}`]
      : []),
    ...lines,
  ];
}
