/** Manifests that a command is given: pasted or from files, one or several documents, lists taken apart. */
import { parseAllDocuments } from 'yaml';
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { Run } from './command.ts';
import { CommandError } from './failure.ts';
import type { ApiKind } from './kinds.ts';

/** One object of a manifest. */
export interface Manifest {
  readonly kind: ApiKind;
  readonly object: JsonObject;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Where it is from, as messages say it: 'STDIN', a path. */
  readonly source: string;
}

/** Reads what -f names. A fault of one document is thrown when it is reached, as kubectl does: those before it have been dealt with. */
export async function* manifestsOf(r: Run, command: string): AsyncGenerator<Manifest> {
  const paths = r.flags.each('filename');
  const given = paths.includes('-') ? [{ ...(await r.input()), name: 'STDIN' }] : await r.files(paths);
  let any = false;
  for (const { name, text } of given) {
    for (const doc of parseAllDocuments(text, { uniqueKeys: true })) {
      const [wrong] = doc.errors;
      if (wrong)
        throw new CommandError(
          `error parsing ${name}: error converting YAML to JSON: yaml: line ${wrong.linePos?.[0].line ?? 1}: ${wrong.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`,
        );
      const value: unknown = doc.toJS({ maxAliasCount: 100 });
      if (value === null || value === undefined) continue;
      for (const o of isObject(value) && Array.isArray(value['items']) && String(value['kind']).endsWith('List')
        ? (value['items'] as readonly unknown[])
        : [value]) {
        any = true;
        yield manifestOf(o, name, r);
      }
    }
  }
  if (!any) throw new CommandError(`no objects passed to ${command}`);
}

function manifestOf(o: unknown, source: string, r: Run): Manifest {
  if (!isObject(o))
    throw new CommandError(
      `error parsing ${source}: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${Array.isArray(o) ? 'array' : typeof o} into Go value of type map[string]interface {}`,
    );
  const { apiVersion, kind: kindName, metadata } = o;
  const meta = isObject(metadata) ? metadata : {};
  const unset = [
    typeof apiVersion !== 'string' || apiVersion === '' ? 'apiVersion not set' : '',
    typeof kindName !== 'string' || kindName === '' ? 'kind not set' : '',
  ].filter(Boolean);
  if (unset.length === 2)
    throw new CommandError(
      `error validating "${source}": error validating data: [${unset.join(', ')}]; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  if (typeof kindName !== 'string' || kindName === '')
    throw new CommandError(
      `error validating "${source}": error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  if (typeof apiVersion !== 'string' || apiVersion === '')
    throw new CommandError(
      `error validating "${source}": error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  const kind = r.kinds.ofManifest(apiVersion, kindName);
  const name = typeof meta['name'] === 'string' ? meta['name'] : '';
  const own = typeof meta['namespace'] === 'string' ? meta['namespace'] : undefined;
  if (!kind)
    throw new CommandError(
      `resource mapping not found for name: "${name}" namespace: "${own ?? ''}" from "${source}": no matches for kind "${kindName}" in version "${apiVersion}"\nensure CRDs are installed first`,
    );
  const asked = r.flags.text('namespace');
  if (kind.namespaced && own !== undefined && asked !== undefined && own !== asked)
    throw new CommandError(
      `the namespace from the provided object "${own}" does not match the namespace "${asked}". You must pass '--namespace=${own}' to perform this operation.`,
    );
  const namespace = kind.namespaced ? (own ?? r.namespace) : undefined;
  return { kind, name, namespace, source, object: namespace === undefined ? o : { ...o, metadata: { ...meta, namespace } } };
}
