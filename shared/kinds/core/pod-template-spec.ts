/** The template that workloads make their pods from. Source: core/validation ValidatePodTemplateSpec, api/pod GetWarningsForPodTemplate. */
import type { FieldError } from '../../api/errors.ts';
import type { PodTemplateSpec } from '../types.ts';

export { defaultPodTemplateSpec } from './pod-spec-defaults.ts';

/** All that is wrong with a template at `path`. */
export function validatePodTemplateSpec(_t: PodTemplateSpec, _path: string): readonly FieldError[] {
  return [];
}

/** What a client is warned of in a template at `path`, though it is let pass. */
export function podTemplateWarnings(_t: PodTemplateSpec, _path: string): readonly string[] {
  return [];
}
