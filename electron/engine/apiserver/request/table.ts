/** Rows as `kubectl get` prints them. Source: apiserver's handlers/response.go, printers/tablegenerator.go. */
import type { ApiObject } from '#shared/api/object.ts';
import { CREATED_AT, NAME } from '#shared/kinds/columns.ts';
import type { PrinterColumn } from '#shared/kinds/definition.ts';
import { describe } from '#shared/kinds/schema/descriptions.ts';
import { wallMs, type Core } from '../context.ts';
import type { Resource } from '../resources.ts';
import { fromStored, servedVersion } from '../served-version.ts';
import { PRINTED_DESCRIPTIONS } from './printed-descriptions.ts';

/** The metadata of an object, by itself. */
export function metadataOf(o: ApiObject, version: string): object {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: o.metadata };
}

/** What a row carries of its object. */
export type Included = 'None' | 'Metadata' | 'Object';

/** The head of a column. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

const USUAL: readonly PrinterColumn<ApiObject>[] = [NAME, CREATED_AT];

const printed = (r: Resource): readonly PrinterColumn<ApiObject>[] => servedVersion(r)?.columns ?? r.definition.columns ?? USUAL;

/** The heads of a resource's columns. */
export function columnsOf(r: Resource): readonly ColumnDefinition[] {
  return printed(r).map((c) => ({
    name: c.name,
    type: c.type,
    format: c.format ?? '',
    description: c.description ?? described(c.describes),
    priority: c.priority ?? 0,
  }));
}

function described(field: string | undefined): string {
  const [type = '', name = ''] = (field ?? '').split('.');
  return PRINTED_DESCRIPTIONS[field ?? ''] ?? (type ? describe(type, name) : '');
}

/** The row of an object. */
export function rowOf(core: Core, r: Resource, o: ApiObject, included: Included): object {
  const c = { nowMs: wallMs(core) };
  const shown = servedVersion(r)?.columns ? fromStored(r, o) : o;
  const conditions = r.definition.rowConditions?.(o) ?? [];
  const row = { cells: printed(r).map((column) => column.cell(shown, c)), ...(conditions.length ? { conditions } : {}) };
  return included === 'None' ? row : { ...row, object: included === 'Object' ? fromStored(r, o) : metadataOf(o, 'v1') };
}
