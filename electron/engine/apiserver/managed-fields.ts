/** Who manages which field. Source: "Server-Side Apply", "Field management". */
import type { ApiObject } from '#shared/api/object.ts';
import type { Core, WriteContext } from './context.ts';

/** Records in metadata.managedFields that this write's manager now manages what it changed. */
export function recordManagers(_core: Core, _c: WriteContext, o: ApiObject, _previous: ApiObject | undefined): ApiObject {
  return o;
}
