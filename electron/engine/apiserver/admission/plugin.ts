/** The contract of an admission plugin: one file each in this folder, one line each in index.ts. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Core, WriteContext } from '../context.ts';

/** Sees every write before it is validated and stored. Refuses by throwing an ApiError. */
export interface AdmissionPlugin {
  /** As Kubernetes names it: 'LimitRanger'. */
  readonly name: string;
  /** Resources it looks at ('core/pods'); all, unless given. */
  readonly resources?: readonly string[];
  /** Completes the object. Returns the same one if there is nothing to add. */
  admit?(c: WriteContext, o: ApiObject, previous: ApiObject | undefined, core: Core): ApiObject;
  /** Checks the object once every plugin has completed it. For a delete, `o` is what is about to go. */
  validate?(c: WriteContext, o: ApiObject, previous: ApiObject | undefined, core: Core): void;
}
