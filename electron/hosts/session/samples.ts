/** The sample designs that come with Drydock: resources/samples/NAME.yaml, each with its title and lesson in its first lines. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError } from '#shared/api/errors.ts';
import type { Sample } from '#shared/ipc/documents.ts';
import type { SourceFile } from '#shared/ipc/manifests.ts';

/** '# Title: …' and '# Teaches: …' at the head of a sample. */
const TITLE = /^# Title: (.+)$/m;
const TEACHES = /^# Teaches: (.+)$/m;

/** The samples of a resources folder, in the order of their names. */
export function samples(resources: string): readonly Sample[] {
  const folder = join(resources, 'samples');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((f) => f.endsWith('.yaml'))
    .sort()
    .map((f) => {
      const text = readFileSync(join(folder, f), 'utf8');
      const id = f.slice(0, -'.yaml'.length);
      return { id, title: TITLE.exec(text)?.[1] ?? id, teaches: TEACHES.exec(text)?.[1] ?? '' };
    });
}

/** The manifests of a sample. */
export function sampleFile(resources: string, id: string): SourceFile {
  if (!samples(resources).some((s) => s.id === id)) throw new ApiError('NotFound', `There is no sample ${JSON.stringify(id)}.`);
  return { name: `${id}.yaml`, text: readFileSync(join(resources, 'samples', `${id}.yaml`), 'utf8') };
}
