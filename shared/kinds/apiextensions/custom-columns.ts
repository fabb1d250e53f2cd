/** The columns of a custom resource. Source: apiextensions' registry/customresource/tableconvertor. */
import type { ApiObject } from '../../api/object.ts';
import { jsonPathText, parseJsonPath, type JsonPath } from '../../api/json-path.ts';
import { age, CREATED_AT, NAME } from '../columns.ts';
import type { Cell, PrintContext, PrinterColumn } from '../definition.ts';
import type { CustomResourceColumnDefinition } from '../generated/types.ts';

/** The name and those that are defined, or the age where none is. */
export function customColumns(defined: readonly CustomResourceColumnDefinition[] | undefined): readonly PrinterColumn<ApiObject>[] {
  if (!defined?.length) return [NAME, { ...CREATED_AT, name: 'Age', cell: (o, c) => age(o.metadata.creationTimestamp, c) }];
  const columns: PrinterColumn<ApiObject>[] = [NAME];
  for (const d of defined) {
    const path = readable(d.jsonPath);
    if (!path) return columns; // as in Kubernetes, a path that cannot be read ends the table
    columns.push({
      name: d.name,
      type: d.type as PrinterColumn<ApiObject>['type'],
      format: d.format ?? '',
      description: d.description || `Custom resource definition column (in JSONPath format): ${d.jsonPath}`,
      ...(d.priority ? { priority: d.priority } : {}),
      cell: (o, c) => cellOf(d.type, path(o), c),
    });
  }
  return columns;
}

function readable(text: string): JsonPath | undefined {
  try {
    return parseJsonPath(text);
  } catch {
    return undefined;
  }
}

function cellOf(type: string, found: readonly unknown[], c: PrintContext): Cell {
  const [v] = found;
  if (v === undefined || v === null) return null;
  switch (type) {
    case 'string':
      return jsonPathText(v);
    case 'integer':
      return typeof v === 'number' ? Math.trunc(v) : null;
    case 'number':
      return typeof v === 'number' ? v : null;
    case 'boolean':
      return typeof v === 'boolean' ? v : null;
    case 'date':
      return typeof v !== 'string' ? null : Number.isNaN(Number(v)) && age(v, c) === '<unknown>' ? '<invalid>' : age(v, c);
    default:
      return null;
  }
}
