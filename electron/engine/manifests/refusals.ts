/** What the API says against a manifest, as notes at the lines it is about. */
import { type ApiError } from '#shared/api/errors.ts';
import { keysOfPath } from '#shared/api/field-path.ts';
import type { ImportNote } from '#shared/ipc/manifests.ts';
import type { Manifest } from '#shared/yaml/manifest.ts';
import { plainValue } from '#shared/yaml/scalars.ts';

/** What the API says against an object, each cause at its field. */
export function refusals(m: Manifest, e: ApiError): readonly ImportNote[] {
  const causes = e.reason === 'Invalid' ? (e.details?.causes?.filter((c) => c.field && c.field !== '<nil>') ?? []) : [];
  if (causes.length) {
    return causes.map((c) => {
      const path = keysOfPath(c.field as string);
      const written = m.written(path);
      const misread = written !== undefined && /must be of type string/.test(c.message ?? '') && typeof plainValue(written) !== 'string';
      return m.note('error', `${c.field}: ${c.message}`, path, misread ? `Write it in quotes: ${JSON.stringify(written)}` : undefined);
    });
  }
  const unknown = [...e.message.matchAll(/unknown field "([^"]+)"/g)].map((x) => x[1] as string);
  if (unknown.length)
    return unknown.map((field) =>
      m.note(
        'error',
        `unknown field ${JSON.stringify(field)}`,
        keysOfPath(field),
        'The schema of its CustomResourceDefinition does not have it.',
        'key',
      ),
    );
  return [m.note('error', e.message, e.reason === 'NotFound' && e.message.startsWith('namespaces') ? ['metadata', 'namespace'] : [])];
}
