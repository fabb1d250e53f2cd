/** Answers with objects, in the form that the client takes them in. */
import { badRequest, quoted } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import { stringify } from 'yaml';
import type { Call } from './call.ts';
import { represent, representList, type ListMeta, type Representation } from './representation.ts';
import type { Included } from './table.ts';

/** YAML as Go writes it: keys in order, lists under their names, what 1.1 would read as something else in quotes. */
const YAML = { aliasDuplicateObjects: false, sortMapEntries: true, indentSeq: false, lineWidth: 0, version: '1.1' } as const;

/** A body as it is. */
export function answer(status: number, body: object, form: Representation): ApiResponse {
  return form.yaml ? { status, headers: { 'content-type': 'application/yaml' }, body: stringify(body, YAML) } : { status, body };
}

/** One object. */
export function answerObject(call: Call, status: number, o: ApiObject, form: Representation): ApiResponse {
  return answer(status, represent(call.core, call.resource, form, o, included(call, form)), form);
}

/** A list of objects. */
export function answerList(call: Call, items: readonly ApiObject[], metadata: ListMeta, form: Representation): ApiResponse {
  return answer(200, representList(call.core, call.resource, form, items, metadata, included(call, form)), form);
}

/** What each row of a table carries of its object. Throws BadRequest for what is none of the possible. */
export function included({ query }: Call, form: Representation): Included {
  if (form.as !== 'Table') return 'Metadata';
  const asked = query['includeObject'] || 'Metadata';
  if (asked !== 'None' && asked !== 'Object' && asked !== 'Metadata')
    throw badRequest(
      `Unable to convert to Table as requested: includeObject: Invalid value: ${quoted(asked)}: must be 'Metadata', 'Object', 'None', or empty`,
    );
  return asked;
}
