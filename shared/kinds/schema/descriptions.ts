/** What types and fields are for, in Kubernetes' words. Half a megabyte: imported only where it is shown. */
import document from '../generated/descriptions.json' with { type: 'json' };
import { OWN_DESCRIPTIONS } from './own-types.ts';

const generated = document as unknown as Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The description of a type, or of one of its fields; '' where there is none. */
export function describe(type: string, field = ''): string {
  return OWN_DESCRIPTIONS[type]?.[field] ?? generated[type]?.[field] ?? '';
}
