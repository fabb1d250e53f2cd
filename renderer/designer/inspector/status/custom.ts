/** The status of a custom resource: whatever its controller wrote there. */
import { isObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { summaryOf } from '../form/summary.ts';
import { stated, type StatusFact, type StatusSection } from './section.ts';

/** What is in it, field by field; conditions are told by themselves. */
export function customStatus(o: ApiObject): readonly StatusSection[] {
  const { status } = o as { readonly status?: unknown };
  if (!isObject(status)) return [];
  const { conditions: _told, ...rest } = status;
  return [{ title: o.kind, facts: factsOf(rest) }];
}

/** Objects are taken apart once: 'load.mean'. */
function factsOf(fields: Readonly<Record<string, unknown>>, above = ''): readonly StatusFact[] {
  return Object.entries(fields).flatMap(([k, v]) => (isObject(v) && !above ? factsOf(v, `${k}.`) : stated(above + k, summaryOf(v))));
}
