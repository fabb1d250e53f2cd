/** The contract of what measures a resource for quotas. Source: apiserver's quota/v1 (Evaluator). */
import type { ApiObject } from '#shared/api/object.ts';
import type { Quantities } from '#shared/kinds/core/pod-quantities.ts';
import type { ScopedResourceSelectorRequirement } from '#shared/kinds/generated/types.ts';

/** Measures one resource. */
export interface Evaluator {
  /** Whether quotas of this name ('requests.cpu', 'count/pods') count the resource. */
  counts(name: string): boolean;
  /** What an object uses; `nowMs` in ms since 1970. */
  usage(o: ApiObject, nowMs: number): Quantities;
  /** Whether an update may change what is used. */
  readonly updates?: boolean;
  /** Whether an object is within a scope; no object of a resource without this is in any. */
  inScope?(o: ApiObject, scope: ScopedResourceSelectorRequirement): boolean;
  /** What is missing of an object for it to be counted under these names, in Kubernetes' words. */
  missing?(o: ApiObject, names: readonly string[]): string | undefined;
}
