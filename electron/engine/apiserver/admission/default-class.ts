/** Which class of its sort is the default: the newest that an annotation says so of, the first by name of equally new ones. */
import type { ResourceId } from '#shared/api/ref.ts';
import type { Core } from '../context.ts';

/** The name of the default among a resource's objects, undefined where there is none. */
export function newestDefault(core: Core, resource: ResourceId, annotations: readonly string[]): string | undefined {
  const marked = core.store.list({ resource }).filter((o) => annotations.some((a) => o.metadata.annotations?.[a] === 'true'));
  const newest = marked.reduce<(typeof marked)[number] | undefined>(
    (a, b) => (!a || b.metadata.creationTimestamp > a.metadata.creationTimestamp ? b : a),
    undefined,
  );
  return newest?.metadata.name;
}
