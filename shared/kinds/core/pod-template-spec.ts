/** The template that workloads make their pods from. Source: core/validation ValidatePodTemplateSpec, api/pod GetWarningsForPodTemplate. */
import { forbiddenField, type FieldError } from '../../api/errors.ts';
import { memoByIdentity } from '../../api/json.ts';
import type { ApiObject } from '../../api/object.ts';
import { validateLabels } from '../../api/selector-validation.ts';
import type { PodSpec, PodTemplateSpec } from '../types.ts';
import { validateAnnotations } from './annotations.ts';
import { validatePodAnnotations, validateProfilesMatch } from './pod-annotation-validation.ts';
import { validatePodSpec } from './pod-spec-validation.ts';
import { podWarnings } from './pod-warnings.ts';

export { defaultPodTemplateSpec } from './pod-spec-defaults.ts';

/** A template that says nothing, which is wrong. */
const NO_SPEC: PodSpec = Object.freeze({ containers: Object.freeze([]) });

/** All that is wrong with a template at `path`. Costs once for each template. */
export function validatePodTemplateSpec(t: PodTemplateSpec, path: string): readonly FieldError[] {
  const errors = check(t);
  return errors.length === 0 ? errors : errors.map((e) => ({ ...e, field: `${path}${e.field}` }));
}

const check = memoByIdentity(({ metadata: { labels, annotations = {} } = {}, spec = NO_SPEC }: PodTemplateSpec): readonly FieldError[] => [
  ...validateLabels(labels, '.labels'),
  ...validateAnnotations(annotations, '.annotations'),
  ...validatePodAnnotations(annotations, spec, '.annotations'),
  ...validatePodSpec(spec, '.spec'),
  ...validateProfilesMatch(annotations, spec, '.spec'),
  ...(spec.ephemeralContainers?.length
    ? [forbiddenField('.spec.ephemeralContainers', 'ephemeral containers not allowed in pod template')]
    : []),
]);

/** What a client is warned of in a template at `path`, though it is let pass. */
export function podTemplateWarnings(t: PodTemplateSpec, path: string): readonly string[] {
  return podWarnings(t.spec ?? NO_SPEC, t.metadata ?? {}, path);
}

/** The same for an object with a template: told when it is made, and when what it wants is changed. */
export function changedTemplateWarnings(
  next: ApiObject,
  previous: ApiObject | undefined,
  t: PodTemplateSpec | undefined,
  path: string,
): readonly string[] {
  return previous && next.metadata.generation === previous.metadata.generation ? [] : podTemplateWarnings(t ?? {}, path);
}
