/** Which manifests are to be installed, and what is to be said of the others: kinds, types, names, what a cluster makes itself. */
import { groupOf, versionOf } from '#shared/api/object.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { ImportNote } from '#shared/ipc/manifests.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';
import { findType } from '#shared/kinds/schema/schema.ts';
import { misfits } from '#shared/yaml/check.ts';
import type { Manifest } from '#shared/yaml/manifest.ts';
import { isLive, withoutServerFields } from '#shared/yaml/server-filled.ts';
import { madeByCluster } from '#shared/yaml/made-by-cluster.ts';
import { supersededAnnotations, unservedHint } from '#shared/yaml/versions.ts';
import type { Core } from '../apiserver/context.ts';

/** A manifest that may be installed: what it says without what a server filled in. */
export interface Accepted {
  readonly value: JsonObject;
  /** Where it comes from; undefined for what came with the files. */
  readonly manifest: Manifest | undefined;
  /** Its kind, where that is served already. */
  readonly definition: KindDefinition | undefined;
}

/** A kind that a definition among the manifests adds. */
interface Defined {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Those that may be installed; what is wrong with the others is added to the notes. */
export function accept(core: Core, manifests: readonly Manifest[], notes: ImportNote[]): readonly Accepted[] {
  const defined = manifests.flatMap((m) => definedBy(m.value));
  const accepted: Accepted[] = [];
  const cleaned = new Map<string, number>();
  const sets = manifests.filter((m) => m.value.kind === 'StatefulSet').map((m) => m.value);
  for (const m of manifests) {
    const made = madeByCluster(m.value) ?? (isLive(m.value) && m.value.kind === 'PersistentVolumeClaim' ? setOf(m.value, sets) : undefined);
    if (made) {
      notes.push(m.note('info', `${m.value.kind} ${JSON.stringify(nameOf(m.value) ?? '')} is left out: ${made}`));
      continue;
    }
    const found = look(core, m, defined);
    if (Array.isArray(found)) {
      notes.push(...(found as ImportNote[]));
      continue;
    }
    for (const a of supersededAnnotations(m.value)) notes.push(m.note('warning', a.message, a.path, a.hint, 'key'));
    const value = withoutServerFields(m.value);
    const definition = found as KindDefinition | undefined;
    if (isLive(m.value)) cleaned.set(m.file, (cleaned.get(m.file) ?? 0) + 1);
    accepted.push({ value, manifest: m, definition });
  }
  for (const [file, count] of cleaned)
    notes.push({
      file,
      document: 1,
      severity: 'info',
      message: `${count === 1 ? 'One object comes' : `${count} objects come`} from a live cluster: status, uid and whatever else a server fills in is left out`,
    });
  return accepted;
}

/** The definition of its kind (undefined for one that comes with the files), or what is wrong. */
function look(core: Core, m: Manifest, defined: readonly Defined[]): KindDefinition | undefined | readonly ImportNote[] {
  const { apiVersion, kind, metadata } = m.value;
  const resource = core.resources.byKind(groupOf(apiVersion), versionOf(apiVersion), kind);
  const coming = defined.some((d) => d.apiVersion === apiVersion && d.kind === kind);
  if (!resource && !coming) {
    const served = [
      ...defined,
      ...core.resources.served().map((r) => ({ apiVersion: r.group ? `${r.group}/${r.version}` : r.version, kind: r.definition.kind })),
    ];
    return [
      m.note(
        'error',
        `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`,
        ['apiVersion'],
        unservedHint(apiVersion, kind, served),
      ),
    ];
  }
  const definition = resource?.definition;
  const verbs = definition?.verbs;
  if (verbs && !verbs.includes('get'))
    return [m.note('error', `a ${kind} is a question to the API, not an object that is kept`, ['kind'], 'Leave it out.')];
  const errors: ImportNote[] = [];
  const served = definition?.served?.find((s) => s.apiVersion === apiVersion);
  const type = served?.type ?? definition?.type ?? kind;
  if (resource && findType(type))
    for (const x of misfits(m.value, type, m.written)) errors.push(m.note('error', x.message, x.path, x.hint, x.onKey ? 'key' : 'value'));
  const { name, generateName } = isObject(metadata) ? metadata : {};
  if (!name && !generateName)
    errors.push(
      m.note(
        'error',
        'metadata.name is missing',
        isObject(metadata) ? ['metadata'] : [],
        'Every object needs a name: add "name:" below "metadata:".',
      ),
    );
  return errors.length ? errors : definition;
}

/** The kinds that a CustomResourceDefinition adds. */
function definedBy(o: JsonObject): readonly Defined[] {
  const spec = o['spec'];
  if (o['kind'] !== 'CustomResourceDefinition' || !isObject(spec) || !isObject(spec['names']) || !Array.isArray(spec['versions']))
    return [];
  const { kind } = spec['names'] as { kind?: unknown };
  return (spec['versions'] as unknown[]).flatMap((v) =>
    isObject(v) && v['served'] !== false ? [{ apiVersion: `${String(spec['group'])}/${String(v['name'])}`, kind: String(kind) }] : [],
  );
}

/** The StatefulSet among these that makes a claim, in words. */
function setOf(claim: JsonObject, sets: readonly JsonObject[]): string | undefined {
  const name = nameOf(claim);
  const namespace = (claim['metadata'] as JsonObject)['namespace'];
  const owner = sets.find(
    (s) =>
      (s['metadata'] as JsonObject)['namespace'] === namespace &&
      templatesOf(s).some(
        (t) => typeof name === 'string' && name.startsWith(`${String(nameOf(t))}-${String(nameOf(s))}-`) && /-\d+$/.test(name),
      ),
  );
  return owner && `StatefulSet ${String(nameOf(owner))} makes it`;
}

function templatesOf(set: JsonObject): readonly JsonObject[] {
  const spec = set['spec'];
  const templates = isObject(spec) ? spec['volumeClaimTemplates'] : undefined;
  return Array.isArray(templates) ? templates.filter(isObject) : [];
}

const nameOf = (o: JsonObject): unknown => (isObject(o['metadata']) ? o['metadata']['name'] : undefined);
