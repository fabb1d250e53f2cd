/** What any pod may say, and what a new one may. Source: core/validation ValidatePodCreate, validatePodMetadataAndSpec. */
import { forbiddenField, type FieldError } from '../../api/errors.ts';
import type { Pod } from '../types.ts';
import { validateImageIsTrimmed } from './container-validation.ts';
import { MIRROR, validatePodAnnotationChange, validatePodAnnotations, validateProfilesMatch } from './pod-annotation-validation.ts';
import { validatePodSpec } from './pod-spec-validation.ts';

/** What holds for every pod, new or changed. */
export function validatePod({ metadata, spec }: Pod): readonly FieldError[] {
  const tokens = spec.serviceAccountName
    ? []
    : (spec.volumes ?? []).flatMap((v, i) =>
        (v.projected?.sources ?? []).flatMap((s, j) =>
          s.serviceAccountToken ? [`spec.volumes[${i}].projected.sources[${j}].serviceAccountToken`] : [],
        ),
      );
  return [
    ...validatePodAnnotations(metadata.annotations ?? {}, spec, 'metadata.annotations'),
    ...validatePodSpec(spec, 'spec', { name: metadata.name }),
    ...(spec.resourceClaims?.length && metadata.annotations?.[MIRROR] !== undefined
      ? [forbiddenField('[]', 'static pods do not support resource claims')]
      : []),
    ...tokens.map((path) => forbiddenField(path, 'must not be specified when serviceAccountName is not set')),
    ...(spec.containers ?? []).flatMap((c, i) => validateImageIsTrimmed(c, `spec.containers[${i}]`)),
    ...(spec.initContainers ?? []).flatMap((c, i) => validateImageIsTrimmed(c, `spec.initContainers[${i}]`)),
  ];
}

/** What a new pod may not bring along. */
export function validatePodCreate(o: Pod): readonly FieldError[] {
  const { spec, metadata } = o;
  return [
    ...validatePod(o),
    ...(spec.ephemeralContainers?.length ? [forbiddenField('spec.ephemeralContainers', 'cannot be set on create')] : []),
    ...(spec.nodeName && spec.schedulingGates?.length
      ? [forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')]
      : []),
    ...(metadata.annotations ? validateProfilesMatch(metadata.annotations, spec, 'spec') : []),
  ];
}

/** What the annotations of a pod may become. */
export function validateAnnotationChange(next: Pod, previous: Pod): readonly FieldError[] {
  const { annotations = {} } = next.metadata;
  return [
    ...validatePodAnnotationChange(annotations, previous.metadata.annotations ?? {}, 'metadata.annotations'),
    ...validatePodAnnotations(annotations, next.spec, 'metadata.annotations'),
  ];
}
