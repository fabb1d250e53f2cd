/** Which objects a list or watch means: by labels, by fields. Source: apimachinery's fields and the kinds' field label conversions. */
import { badRequest } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { matcher } from '#shared/api/selector.ts';
import { parseFieldSelector, parseLabelSelector, SelectorError, type FieldTerm } from '#shared/api/selector-text.ts';
import type { Resource } from '../resources.ts';
import { servedVersion } from '../served-version.ts';
import type { Query } from './options.ts';

/** What a request selects. */
export interface Selection {
  /** True where everything is selected. */
  readonly all: boolean;
  matches(o: ApiObject): boolean;
  /** The one name that can match, where the fields say so. */
  readonly name: string | undefined;
}

/** Reads labelSelector and fieldSelector. Throws BadRequest. */
export function selectionOf(r: Resource, query: Query, name = ''): Selection {
  const labels = query['labelSelector'] ?? '';
  const fields = query['fieldSelector'] ?? '';
  if (!labels && !fields && !name) return { all: true, matches: () => true, name: undefined };
  try {
    const requirements = parseLabelSelector(labels);
    const terms = [...parseFieldSelector(fields), ...(name ? [{ field: 'metadata.name', value: name, equal: true }] : [])].map((t) =>
      stored(t, r),
    );
    const byLabels = matcher(requirements);
    const names = terms.find((t) => t.field === 'metadata.name' && t.equal);
    return {
      all: false,
      name: names?.value,
      matches: (o) =>
        (requirements.length === 0 || byLabels(o.metadata.labels)) && terms.every((t) => (valueOf(t.field, o, r) === t.value) === t.equal),
    };
  } catch (e) {
    if (e instanceof SelectorError) throw badRequest(e.message);
    throw e;
  }
}

/** A term under the name the stored version has for its field. Refuses a field that the kind cannot be selected by. */
function stored(t: FieldTerm, r: Resource): FieldTerm {
  const labels = servedVersion(r)?.fieldLabels;
  const field = labels?.[t.field] ?? t.field;
  if (
    field === 'metadata.name' ||
    (field === 'metadata.namespace' && r.definition.namespaced) ||
    (field === 'metadata.namespace' && !r.definition.selectableFields)
  )
    return { ...t, field };
  if (!r.definition.selectableFields)
    throw badRequest(`${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`);
  if ((labels && !(t.field in labels)) || !(field in r.definition.selectableFields(BLANK as never)))
    throw badRequest(`field label not supported: ${t.field}`);
  return { ...t, field };
}

/** Asked only for the names of its fields. */
const BLANK = { metadata: { name: '' }, spec: {}, status: {}, involvedObject: {} };

function valueOf(field: string, o: ApiObject, { definition }: Resource): string {
  return field === 'metadata.name'
    ? o.metadata.name
    : field === 'metadata.namespace'
      ? (o.metadata.namespace ?? '')
      : (definition.selectableFields?.(o)[field] ?? '');
}
