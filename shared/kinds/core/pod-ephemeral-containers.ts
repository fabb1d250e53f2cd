/** Writes to pods/ephemeralcontainers: containers to debug with are added, and stay. Source: core/validation ValidatePodEphemeralContainersUpdate. */
import { forbiddenField, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { specDiff } from '../struct-diff.ts';
import type { Pod } from '../types.ts';
import { MIRROR } from './pod-annotation-validation.ts';
import { insideEphemeralContainer } from './pod-spec-inside.ts';
import { validateAnnotationChange, validatePod } from './pod-validation.ts';

/** A write to pods/ephemeralcontainers as it is taken: nothing but those containers is changed. */
export function withEphemeralContainers(next: Pod, previous: Pod): Pod {
  const { ephemeralContainers: _old, ...spec } = previous.spec;
  const added = next.spec.ephemeralContainers;
  return { ...previous, spec: added?.length ? { ...spec, ephemeralContainers: added } : spec };
}

export function validateEphemeralContainersUpdate(next: Pod, previous: Pod): readonly FieldError[] {
  if (previous.metadata.annotations?.[MIRROR] !== undefined)
    return [forbiddenField('[]', 'static pods do not support ephemeral containers')];
  const now = new Map((next.spec.ephemeralContainers ?? []).map((c) => [c.name, c]));
  return [
    ...validatePod(next),
    ...validateAnnotationChange(next, previous),
    ...(previous.spec.ephemeralContainers ?? []).flatMap((old) => {
      const c = now.get(old.name);
      if (!c)
        return [
          forbiddenField('spec.ephemeralContainers', `existing ephemeral containers ${JSON.stringify(old.name)} may not be removed\n`),
        ];
      return equal(c, old)
        ? []
        : [
            forbiddenField(
              'spec.ephemeralContainers',
              `existing ephemeral containers ${JSON.stringify(old.name)} may not be changed\n${specDiff(insideEphemeralContainer(old), insideEphemeralContainer(c))}`,
            ),
          ];
    }),
  ];
}
