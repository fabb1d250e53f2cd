/** How a plugin refuses. Source: apiserver's admission.NewForbidden. */
import { forbidden, type ApiError } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { WriteContext } from '../context.ts';

/** The refusal of a plugin that completes objects: a generated name has not been drawn yet when Kubernetes runs it. */
export function refusedEarly(c: WriteContext, o: ApiObject, why: string): ApiError {
  const { generateName, name } = o.metadata;
  return forbidden(
    c.resource.about,
    c.name || (generateName && name.startsWith(generateName) ? generateName : name || generateName || 'Unknown'),
    why,
  );
}

/** The refusal of a plugin that checks objects. */
export function refused(c: WriteContext, o: ApiObject, why: string): ApiError {
  return forbidden(c.resource.about, c.name || o.metadata.name, why);
}
