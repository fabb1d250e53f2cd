/** Kinds that the design itself defines, with an object made from what their schema asks for. */
import type { ApiObject } from '#shared/api/object.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import type { Addable } from './addable.ts';
import type { Unsaved } from '../design.ts';
import { completed, leastOf } from './least.ts';

const META: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/** What the palette offers of a definition: its newest version that is served. */
export function addableOf(d: CustomResourceDefinition): Addable | undefined {
  const version = d.spec.versions.find((v) => v.storage && v.served) ?? d.spec.versions.find((v) => v.served);
  if (!version) return undefined;
  const apiVersion = `${d.spec.group}/${version.name}`;
  const { kind } = d.spec.names;
  const namespaced = d.spec.scope === 'Namespaced';
  const schema = version.schema?.openAPIV3Schema;
  return {
    apiVersion,
    kind,
    label: kind,
    group: 'Custom',
    namespaced,
    words: `${d.spec.group} ${d.spec.names.plural}`,
    says: schema?.description ?? `A ${kind} of ${d.spec.group}`,
    make({ namespace, free }) {
      const fields = Object.entries(schema?.properties ?? {}).filter(
        ([k]) => k === 'spec' || (schema?.required?.includes(k) && !META.has(k)),
      );
      const least = {
        apiVersion,
        kind,
        metadata: { name: free(apiVersion, kind, kind.toLowerCase()), ...(namespaced && { namespace }) },
        ...Object.fromEntries(fields.map(([k, s]) => [k, leastOf(s)])),
      };
      return [completed(least as ApiObject, version) as ApiObject & Unsaved];
    },
  };
}
