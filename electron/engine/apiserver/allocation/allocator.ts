/** The contract of an allocator: it fills in what must be unique in the cluster (a Service's addresses and node ports). */
import type { ApiObject } from '#shared/api/object.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import type { Core, WriteContext } from '../context.ts';

/**
 * Runs after admission and before validation, as Kubernetes' BeginCreate and BeginUpdate. What is taken is read off the
 * objects that are there: nothing is remembered, so nothing can leak. Refuses by throwing an ApiError.
 */
export interface Allocator {
  readonly resource: ResourceId;
  allocate(c: WriteContext, o: ApiObject, previous: ApiObject | undefined, core: Core): ApiObject;
}
