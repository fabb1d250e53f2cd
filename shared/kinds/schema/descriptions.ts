/** What types and fields are for, in Kubernetes' words. Half a megabyte: imported only where it is shown. */
import document from '../generated/descriptions.json' with { type: 'json' };
import { OWN_DESCRIPTIONS } from './own-types.ts';

const generated = document as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The description of a type, or of one of its fields; '' where there is none. */
export function describe(type: string, field = ''): string {
  const text = describeFully(type, field);
  const values = text.indexOf('\n\nPossible enum values:');
  return values < 0 ? text : text.slice(0, values);
}

/** The same with what each value of an enumeration means, as OpenAPI documents have it. */
export function describeFully(type: string, field: string): string {
  return OWN_DESCRIPTIONS[type]?.[field] ?? generated[type]?.[field] ?? '';
}
