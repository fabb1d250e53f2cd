/** Annotations that mean something for a pod. Source: core/validation ValidatePodSpecificAnnotations and beside it. */
import { forbiddenField, invalid, quoted, type FieldError } from '../../api/errors.ts';
import type * as g from '../generated/types.ts';
import type { PodSpec } from '../types.ts';
import { validateLocalPath } from './local-path.ts';
import { containersOf } from './windows-validation.ts';

export type Annotations = Readonly<Record<string, string>>;

/** On a pod that a kubelet has made by itself and shows here. */
export const MIRROR = 'kubernetes.io/config.mirror';
/** How much it costs to delete a pod, among its replicas. */
export const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
/** What profiles were asked for with before there were fields. */
export const APPARMOR_OF = 'container.apparmor.security.beta.kubernetes.io/';
export const SECCOMP_OF_POD = 'seccomp.security.alpha.kubernetes.io/pod';
export const SECCOMP_OF = 'container.seccomp.security.alpha.kubernetes.io/';

const INTEGER = /^(0|-?\d+)$/;
const MOST = 2 ** 31;

/** The annotations by themselves. */
export function validatePodAnnotations(annotations: Annotations, s: PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const mirror = annotations[MIRROR];
  const cost = annotations[DELETION_COST];
  if (mirror !== undefined && !s.nodeName)
    errors.push(invalid(`${path}[${MIRROR}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set'));
  if (cost !== undefined && !isDeletionCost(cost)) errors.push(invalid(`${path}[${DELETION_COST}]`, cost, 'must be a 32bit integer'));
  const pod = annotations[SECCOMP_OF_POD];
  if (pod !== undefined) errors.push(...validateSeccompName(pod, `${path}.${SECCOMP_OF_POD}`));
  for (const [k, v] of Object.entries(annotations)) if (k.startsWith(SECCOMP_OF)) errors.push(...validateSeccompName(v, `${path}.${k}`));
  for (const [k, v] of Object.entries(annotations)) {
    if (!k.startsWith(APPARMOR_OF)) continue;
    const name = k.slice(APPARMOR_OF.length);
    if (!containersOf(s, '').some(([c]) => c.name === name)) errors.push(invalid(`${path}[${k}]`, name, 'container not found'));
    if (v !== '' && v !== 'runtime/default' && v !== 'unconfined' && !v.startsWith('localhost/'))
      errors.push(invalid(`${path}[${k}]`, v, `invalid AppArmor profile name: ${quoted(v)}`));
  }
  return errors;
}

function isDeletionCost(text: string): boolean {
  const n = Number(text);
  return INTEGER.test(text) && (text.startsWith('-') || text === '0' || !text.startsWith('0')) && n >= -MOST && n < MOST;
}

function validateSeccompName(name: string, path: string): readonly FieldError[] {
  if (name === 'runtime/default' || name === 'docker/default' || name === 'unconfined') return [];
  return name.startsWith('localhost/')
    ? validateLocalPath(name.slice('localhost/'.length), path)
    : [invalid(path, name, 'must be a valid seccomp profile')];
}

interface Profile {
  readonly type: string;
  readonly localhostProfile?: string;
}

/** The annotations against the fields that say the same. */
export function validateProfilesMatch(annotations: Annotations, s: PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const own = s.securityContext;
  const all = containersOf(s, path);
  const at = (of: string, kind: string) => `${of}.securityContext.${kind}Profile`;
  errors.push(...matches('seccomp', annotations[SECCOMP_OF_POD], own?.seccompProfile, at(path, 'seccomp')));
  for (const [c, of] of all)
    errors.push(...matches('seccomp', annotations[SECCOMP_OF + c.name], c.securityContext?.seccompProfile, at(of, 'seccomp')));
  if (s.os?.name === 'windows') return errors;
  for (const [c, of] of all)
    errors.push(
      ...matches(
        'apparmor',
        annotations[APPARMOR_OF + c.name],
        c.securityContext?.appArmorProfile ?? own?.appArmorProfile,
        at(of, 'appArmor'),
      ),
    );
  return errors;
}

function matches(
  kind: 'seccomp' | 'apparmor',
  annotation: string | undefined,
  p: Profile | undefined,
  path: string,
): readonly FieldError[] {
  if (annotation === undefined || !p) return [];
  const different = [forbiddenField(`${path}.type`, `${kind} type in annotation and field must match`)];
  switch (p.type) {
    case 'Unconfined':
      return annotation === 'unconfined' ? [] : different;
    case 'RuntimeDefault':
      return annotation === 'runtime/default' || (kind === 'seccomp' && annotation === 'docker/default') ? [] : different;
    case 'Localhost':
      return !annotation.startsWith('localhost/')
        ? different
        : annotation.slice('localhost/'.length) === p.localhostProfile
          ? []
          : [forbiddenField(`${path}.localhostProfile`, `${kind} profile in annotation and field must match`)];
    default:
      return [];
  }
}

/** What may not be changed of them once the pod is there. */
export function validatePodAnnotationChange(next: Annotations, previous: Annotations, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  for (const [k, v] of Object.entries(previous)) {
    if (next[k] === v) continue;
    if (k.startsWith(APPARMOR_OF)) errors.push(forbiddenField(`${path}[${k}]`, 'may not remove or update AppArmor annotations'));
    if (k === MIRROR) errors.push(forbiddenField(`${path}[${k}]`, 'may not remove or update mirror pod annotation'));
  }
  for (const k of Object.keys(next)) {
    if (previous[k] !== undefined) continue;
    if (k.startsWith(APPARMOR_OF)) errors.push(forbiddenField(`${path}[${k}]`, 'may not add AppArmor annotations'));
    if (k === MIRROR) errors.push(forbiddenField(`${path}[${k}]`, 'may not add mirror pod annotation'));
  }
  return errors;
}

/** The profile that an AppArmor annotation stands for; undefined where it is none. */
export function appArmorProfileOf(annotation: string): g.AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' };
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' };
  const file = annotation.startsWith('localhost/') ? annotation.slice('localhost/'.length) : '';
  return file && file.trim() === file ? { type: 'Localhost', localhostProfile: file } : undefined;
}
