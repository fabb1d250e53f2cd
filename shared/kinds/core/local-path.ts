/** Paths inside a volume: relative, and never out of it. Source: core/validation validateLocalDescendingPath. */
import { invalid, type FieldError } from '../../api/errors.ts';
import { validateNoBacksteps } from './persistent-volume-source.ts';

export function validateLocalPath(target: string, path: string): readonly FieldError[] {
  return [...(target.startsWith('/') ? [invalid(path, target, 'must be a relative path')] : []), ...validateNoBacksteps(target, path)];
}

/** The same for files that Kubernetes itself writes: it keeps names that start with two dots for itself. */
export function validateFilePath(target: string, path: string): readonly FieldError[] {
  const reserved = target.startsWith('..') && !target.startsWith('../');
  return [...validateLocalPath(target, path), ...(reserved ? [invalid(path, target, "must not start with '..'")] : [])];
}
