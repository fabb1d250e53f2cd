/** What may be changed of a pod by a write to the whole of it: little of its spec. Source: core/validation ValidatePodUpdate. */
import { forbiddenField, invalid, invalidEach, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isInRange } from '../../api/names.ts';
import { shownLabels } from '../../api/selector-validation.ts';
import type * as g from '../generated/types.ts';
import { specDiff } from '../struct-diff.ts';
import type { Pod, PodSpec } from '../types.ts';
import { validateImageIsTrimmed } from './container-validation.ts';
import { insidePodSpec } from './pod-spec-inside.ts';
import { validateAnnotationChange, validatePod } from './pod-validation.ts';
import { validateTolerations } from './toleration-validation.ts';

const UPDATABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

export function validatePodUpdate(next: Pod, previous: Pod): readonly FieldError[] {
  const errors: FieldError[] = [...validatePod(next), ...validateAnnotationChange(next, previous)];
  const is = next.spec;
  const was = previous.spec;
  for (const part of ['containers', 'initContainers'] as const) {
    const list = is[part] ?? [];
    if (list.length !== (was[part] ?? []).length)
      return [...errors, forbiddenField(`spec.${part}`, 'pod updates may not add or remove containers')];
    list.forEach((c, i) =>
      errors.push(...(c.image ? [] : [required(`spec.${part}[${i}].image`)]), ...validateImageIsTrimmed(c, `spec.${part}[${i}]`)),
    );
  }
  const deadline = is.activeDeadlineSeconds;
  const before = was.activeDeadlineSeconds;
  const at = 'spec.activeDeadlineSeconds';
  if (deadline !== undefined) {
    const wrong = invalidEach(at, deadline, isInRange(deadline, 0, 2 ** 31 - 1));
    if (wrong.length) return [...errors, ...wrong];
    if (before !== undefined && before < deadline)
      return [...errors, invalid(at, deadline, 'must be less than or equal to previous value')];
  } else if (before !== undefined) errors.push(invalid(at, undefined, 'must not update from a positive integer to nil value'));
  errors.push(...validateAddedTolerations(is.tolerations ?? [], was.tolerations ?? []));
  const gates = new Set((was.schedulingGates ?? []).map((s) => s.name));
  (is.schedulingGates ?? []).forEach(({ name }, i) => {
    if (!gates.has(name))
      errors.push(forbiddenField(`spec.schedulingGates[${i}].name`, `only deletion is allowed, but found new scheduling gate '${name}'`));
  });
  if (equal(is, was)) return errors;
  let rest: PodSpec = { ...withImages(is, was), ...pick(was, 'activeDeadlineSeconds', 'schedulingGates', 'tolerations') };
  if ((was.terminationGracePeriodSeconds ?? 0) < 0 && is.terminationGracePeriodSeconds === 1)
    rest = { ...rest, ...pick(was, 'terminationGracePeriodSeconds') };
  if (gates.size) {
    if (Object.entries(was.nodeSelector ?? {}).some(([k, v]) => is.nodeSelector?.[k] !== v))
      errors.push(
        invalid(
          'spec.nodeSelector',
          shownLabels(is.nodeSelector),
          'only additions to spec.nodeSelector are allowed (no mutations or deletions)',
        ),
      );
    errors.push(...validateNodeAffinityChange(is.affinity?.nodeAffinity, was.affinity?.nodeAffinity));
    const { nodeAffinity: _node, ...other } = rest.affinity ?? {};
    const affinity = { ...other, ...(was.affinity?.nodeAffinity ? { nodeAffinity: was.affinity.nodeAffinity } : {}) };
    rest = {
      ...rest,
      ...pick(was, 'nodeSelector'),
      ...(was.affinity || Object.keys(affinity).length ? { affinity } : { affinity: undefined as never }),
    };
  }
  if (!equal(rest, was))
    errors.push(
      forbiddenField(
        'spec',
        `pod updates may not change fields other than ${UPDATABLE}\n${specDiff(insidePodSpec(was), insidePodSpec(rest))}`,
      ),
    );
  return errors;
}

/** These fields as another spec has them: absent where it has not. */
function pick<K extends keyof PodSpec>(s: PodSpec, ...fields: readonly K[]): Pick<PodSpec, K> {
  return Object.fromEntries(fields.map((f) => [f, s[f]])) as unknown as Pick<PodSpec, K>;
}

function withImages(is: PodSpec, was: PodSpec): PodSpec {
  const put = (list: readonly g.Container[] | undefined, old: readonly g.Container[] | undefined) =>
    list?.map((c, i) => ({ ...c, image: old?.[i]?.image as string }));
  const containers = put(is.containers, was.containers);
  const init = put(is.initContainers, was.initContainers);
  return { ...is, containers: containers ?? [], ...(init ? { initContainers: init } : {}) };
}

function validateAddedTolerations(is: readonly g.Toleration[], was: readonly g.Toleration[]): readonly FieldError[] {
  const lasting = ({ tolerationSeconds: _seconds, ...t }: g.Toleration) => t;
  if (is === was) return [];
  const gone = was.some((t) => !is.some((u) => equal(lasting(t), lasting(u))));
  return gone
    ? [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
    : validateTolerations(is, 'spec.tolerations');
}

/** While gates hold a pod, its node affinity may become narrower. */
function validateNodeAffinityChange(is: g.NodeAffinity | undefined, was: g.NodeAffinity | undefined): readonly FieldError[] {
  const old = was?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const terms = is?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const path = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
  if (old.length === 0 || equal(is, was)) return [];
  if (old.length !== terms.length)
    return [invalid(path, terms.map(inside), 'no additions/deletions to non-empty NodeSelectorTerms list are allowed')];
  return old.flatMap((t, i) =>
    onlyAdds(terms[i] as g.NodeSelectorTerm, t)
      ? []
      : [invalid(`${path}[${i}]`, inside(terms[i] as g.NodeSelectorTerm), 'only additions are allowed (no mutations or deletions)')],
  );
}

function onlyAdds(is: g.NodeSelectorTerm, was: g.NodeSelectorTerm): boolean {
  const count = (t: g.NodeSelectorTerm) => (t.matchExpressions?.length ?? 0) + (t.matchFields?.length ?? 0);
  if (count(was) === 0 && count(is) > 0) return false;
  return (['matchExpressions', 'matchFields'] as const).every((f) => {
    const old = was[f] ?? [];
    return equal((is[f] ?? []).slice(0, old.length), old);
  });
}

/** A term as the server's own type is printed. */
function inside(t: g.NodeSelectorTerm): unknown {
  const list = (l: readonly g.NodeSelectorRequirement[] | undefined) =>
    l?.map((r) => ({ Key: r.key, Operator: r.operator, Values: r.values ?? null })) ?? null;
  return { MatchExpressions: list(t.matchExpressions), MatchFields: list(t.matchFields) };
}
