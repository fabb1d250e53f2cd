/**
 * Some kinds look at a changed object as at a new one, and then once more as at a change: what is wrong is told twice.
 * Source: ValidateUpdate in registry's strategies for batch/job, apps/replicaset, apps/daemonset, rbac and networkpolicy.
 */
import type { FieldError } from '../api/errors.ts';

/** The errors, and again. */
export const twice = (errors: readonly FieldError[]): readonly FieldError[] => (errors.length ? [...errors, ...errors] : errors);
