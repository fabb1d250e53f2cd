/** Kinds that the design itself defines, with an object made from what their schema asks for. */
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import type { Addable } from './addable.ts';

/** What the palette offers of a definition: its newest version that is served. */
export function addableOf(d: CustomResourceDefinition): Addable | undefined {
  const version = d.spec.versions.find((v) => v.storage && v.served) ?? d.spec.versions.find((v) => v.served);
  if (!version) return undefined;
  const apiVersion = `${d.spec.group}/${version.name}`, { kind } = d.spec.names, namespaced = d.spec.scope === 'Namespaced', schema = version.schema?.openAPIV3Schema;
  return {
    apiVersion, kind, label: kind, group: 'Custom', namespaced, words: `${d.spec.group} ${d.spec.names.plural}`, says: schema?.description ?? `A ${kind} of ${d.spec.group}`,
    make({ namespace, free }) {
      const spec = schema?.properties?.['spec'];
      return [{ apiVersion, kind, metadata: { name: free(apiVersion, kind, kind.toLowerCase()), ...(namespaced && { namespace }) }, ...(spec ? { spec: least(spec as JsonObject) } : {}) }];
    },
  };
}

/** The least value that a schema lets pass: what is required, with defaults, first choices and lower bounds. */
function least(schema: JsonObject): unknown {
  if (schema['default'] !== undefined) return schema['default'];
  const [choice] = (schema['enum'] as readonly unknown[] | undefined) ?? [];
  if (choice !== undefined) return choice;
  switch (schema['type']) {
    case 'object': {
      const properties = isObject(schema['properties']) ? schema['properties'] : {};
      return Object.fromEntries(((schema['required'] as readonly string[] | undefined) ?? []).map((k) => [k, least((properties[k] ?? {}) as JsonObject)]));
    }
    case 'array': return Array.from({ length: Number(schema['minItems'] ?? 0) }, () => least((schema['items'] ?? {}) as JsonObject));
    case 'integer': case 'number': return Number(schema['minimum'] ?? 0);
    case 'boolean': return false;
    default: return 'x'.repeat(Number(schema['minLength'] ?? 0));
  }
}
