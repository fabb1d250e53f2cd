/** Fields that somebody else manages, in the way of an apply. Source: apimachinery's managedfields/internal/conflict.go. */
import { ApiError } from '#shared/api/errors.ts';
import { paths, pathText, type FieldSet } from '#shared/api/fields/field-set.ts';
import type { Manager } from './managers.ts';

/** What one manager has of what was to be changed. */
export interface Conflict {
  readonly with: Manager;
  readonly fields: FieldSet;
}

/** The refusal of an apply: 409, with a cause for each field. */
export function applyConflict(conflicts: readonly Conflict[]): ApiError {
  const all = [...conflicts]
    .sort((a, b) => (named(a.with) < named(b.with) ? -1 : 1))
    .flatMap((c) => paths(c.fields).map((p) => ({ who: named(c.with), field: pathText(p) })));
  const causes = all.map(({ who, field }) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field }));
  const [first] = all;
  const text =
    all.length === 1 && first
      ? `1 conflict: conflict with ${first.who}: ${first.field}`
      : `${all.length} conflicts: ${[...new Set(all.map((c) => c.who))].map((who) => [`conflicts with ${who}:`, ...all.filter((c) => c.who === who).map((c) => `- ${c.field}`)].join('\n')).join('\n')}`;
  return new ApiError('Conflict', `Apply failed with ${text}`, { causes });
}

function named(m: Manager): string {
  const who = JSON.stringify(m.manager) + (m.subresource ? ` with subresource ${JSON.stringify(m.subresource)}` : '');
  return m.operation === 'Update' ? `${who} using ${m.apiVersion}` : who;
}
