/** Objects as YAML in the clipboard. */
import type { ApiObject } from '#shared/api/object.ts';
import { isBroken, readManifests } from '#shared/yaml/manifest.ts';
import { joinDocuments, writeManifest } from '#shared/yaml/write.ts';
import { authored } from '../model/copy.ts';
import type { Unsaved } from '../model/design.ts';

/** What a person wrote of objects, as a file of YAML documents. */
export function yamlOf(objects: readonly ApiObject[]): string {
  return joinDocuments(objects.map((o) => writeManifest(authored(o))));
}

/** The objects of a text; none where any of it is something else. */
export function objectsOf(text: string): readonly Unsaved[] {
  const read = [...readManifests({ name: 'clipboard', text })];
  if (read.some(isBroken)) return [];
  const objects = read.flatMap((m) => (isBroken(m) ? [] : [m.value as unknown as Unsaved]));
  return objects.every((o) => typeof o.metadata?.name === 'string') ? objects : [];
}
