/** PATCH with a server-side apply: an object made or changed as somebody wants it. Source: apiserver's handlers/patch.go (applyPatcher). */
import { ApiError, badRequest, conflict, notFound } from '#shared/api/errors.ts';
import type { FieldValidation } from '#shared/api/decode/body.ts';
import { decodeUntyped, decodeValue } from '#shared/api/decode/decode.ts';
import { DecodeError } from '#shared/api/decode/error.ts';
import { at, isObject, withAt, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject, Draft } from '#shared/api/object.ts';
import type { ObjectMeta } from '#shared/kinds/generated/types.ts';
import type { Core } from '../context.ts';
import { createObject } from '../lifecycle/create.ts';
import { updateObject } from '../lifecycle/update.ts';
import type { Write } from '../lifecycle/write.ts';
import { applyConfig } from '../managed-fields/apply.ts';
import { readYaml, UNMARSHAL_ERRORS, YamlError } from '../request/yaml.ts';
import { apiVersionOf, expected, fromStored, toStored } from '../served-version.ts';

/** Applies a configuration, YAML text or a value. Returns the object in the version of the request, and whether it is new. */
export function applyObject(
  core: Core,
  w: Write,
  body: unknown,
  manager: string,
  force: boolean,
  validation: FieldValidation,
): { readonly object: ApiObject; readonly created: boolean } {
  const config = configuration(body, validation, w.warn);
  const write: Write = { ...w, fieldManager: manager, recorded: true };
  const { resource, namespace, name } = w;
  const made = (live: ApiObject | undefined): Draft => {
    const { object, managedFields } = applyConfig(
      core,
      { resource, subresource: w.subresource ?? '', namespace, name, manager, force },
      live,
      config,
    );
    const draft = decoded(object, w);
    checkName(draft, w);
    const stored = toStored(resource, draft);
    const { managedFields: _, ...metadata } = stored.metadata ?? {};
    return { ...stored, metadata: { ...metadata, ...(managedFields ? { managedFields } : {}) } };
  };
  if (core.store.get({ resource: resource.id, namespace, name }))
    return { object: fromStored(resource, updateObject(core, write, made)), created: false };
  if (w.subresource) throw notFound(resource.about, name);
  const { uid } = (config['metadata'] ?? {}) as ObjectMeta;
  if (uid) throw conflict(resource.about, name, `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`);
  return { object: fromStored(resource, createObject(core, { ...write, name: '' }, made(undefined))), created: true };
}

/** Applies a Scale to what is scaled: the count of replicas, and nothing else. */
export function applyScale(core: Core, w: Write, body: unknown, manager: string, force: boolean, validation: FieldValidation): void {
  const config = configuration(body, validation, w.warn);
  const { definition } = w.resource;
  const replicas = at(config, ['spec', 'replicas']);
  if (config['kind'] !== 'Scale' || config['apiVersion'] !== 'autoscaling/v1')
    throw badRequest(`invalid object type: ${String(config['apiVersion'])}, Kind=${String(config['kind'])}`);
  const whole: JsonObject = {
    apiVersion: apiVersionOf(w.resource),
    kind: definition.kind,
    metadata: config['metadata'] ?? { name: w.name },
  };
  applyObject(
    core,
    w,
    replicas === undefined ? whole : withAt(whole, definition.scale?.specReplicas ?? [], replicas),
    manager,
    force,
    validation,
  );
}

function configuration(body: unknown, validation: FieldValidation, warn: Write['warn']): JsonObject {
  let value = body;
  if (typeof body === 'string') {
    const { value: read, repeated } = yamlOf(body);
    if (repeated.length && validation === 'Strict')
      throw badRequest(`error strict decoding YAML: error converting YAML to JSON: ${UNMARSHAL_ERRORS}${repeated.join('\n  ')}`);
    if (validation === 'Warn') for (const r of repeated) warn?.(r);
    value = read;
  }
  if (value === null) return {};
  if (!isObject(value))
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type map[string]interface {}`,
    );
  return value;
}

function yamlOf(text: string): ReturnType<typeof readYaml> {
  try {
    return readYaml(text);
  } catch (e) {
    throw e instanceof YamlError ? badRequest(`error decoding YAML: error converting YAML to JSON: ${e.message}`) : e;
  }
}

function decoded(object: JsonObject, w: Write): Draft {
  const into = expected(w.resource);
  try {
    return into.type === undefined ? decodeUntyped<Draft>(object).value : decodeValue<Draft>(into.type, object).value;
  } catch (e) {
    if (!(e instanceof DecodeError)) throw e;
    const gv = apiVersionOf(w.resource);
    throw new ApiError(
      '',
      `failed to convert new object (${w.namespace}/${w.name}; ${w.resource.group}/${w.resource.version}, Kind=${into.kind}) to proper version (${gv}): ${e.message}`,
    );
  }
}

/** A body may not name another object than its path. Throws BadRequest. */
export function checkName(o: Draft, { name, namespace, resource: { definition } }: Pick<Write, 'name' | 'namespace' | 'resource'>): void {
  const said = o.metadata?.name ?? '';
  const within = o.metadata?.namespace ?? '';
  if (definition.namespaced && within && within !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  if (!said) throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (said !== name) throw badRequest(`the name of the object (${said}) does not match the name on the URL (${name})`);
}
