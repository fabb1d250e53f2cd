/** The PATCH verb: an object, or a part of it, changed by a patch. Source: apiserver's endpoints/handlers/patch.go. */
import { ApiError, forbiddenField, invalidObject, notFound, required, type FieldError } from '#shared/api/errors.ts';
import type { FieldValidation } from '#shared/api/decode/body.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject, Draft } from '#shared/api/object.ts';
import { groupOf, versionOf } from '#shared/api/object.ts';
import type { Core } from '../context.ts';
import { updateObject } from '../lifecycle/update.ts';
import type { Write } from '../lifecycle/write.ts';
import { expected, fromStored, toStored, unknownFields } from '../served-version.ts';
import { subresourceHandlers } from '../subresources/index.ts';
import type { SubresourceHandler } from '../subresources/handler.ts';
import { applyObject, applyScale, checkName } from './apply-object.ts';
import { applyPatch, type ChangePatch } from './apply-patch.ts';

/** The patches there are, by what their media types stand for. */
export type PatchType = ChangePatch | 'apply';

/** What a patch's query asks for beside what every write may. */
export interface PatchOptions {
  /** Apply only: take fields from other managers. */
  readonly force?: boolean | undefined;
  /** As the query gave it: apply must say who applies. */
  readonly fieldManager?: string | undefined;
  /** What is done about fields that are unknown or come twice: warned of, unless it says otherwise. */
  readonly fieldValidation?: FieldValidation | undefined;
  /** Decoded query parameters, for subresources. */
  readonly query?: Readonly<Record<string, string>> | undefined;
}

/** Patch media types a custom resource takes. */
const CUSTOM_TYPES = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];

/**
 * Patches an object and returns it as the version of the request has it; `created` where apply made it. `body` is the
 * patch as text or as a value. Throws ApiError as Kubernetes does: what is no patch 400, one that fits no object of the
 * kind 422, a conflict of versions or of field managers 409, a strategic merge patch of a custom resource 415.
 */
export function patchObject(
  core: Core,
  w: Write,
  type: PatchType,
  body: unknown,
  options: PatchOptions = {},
): { readonly object: ApiObject; readonly created: boolean } {
  const into = expected(w.resource);
  if (type === 'strategic' && into.type === undefined)
    throw new ApiError(
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${CUSTOM_TYPES.join(', ')}`,
    );
  checkOptions(type, options);
  const validation = options.fieldValidation ?? 'Warn';
  const warn = w.warn ?? (() => {});
  if (type === 'apply') return apply(core, w, body, options, validation);
  if (w.subresource && w.subresource !== 'status')
    return { object: patchSubresource(core, w, type, body, validation, options), created: false };
  const stored = updateObject(core, { ...w, patched: true }, (current) => {
    const next = applyPatch<Draft>(type, fromStored(w.resource, current) as unknown as JsonObject, body, into, validation, warn, (o) =>
      unknownFields(w.resource, o),
    );
    checkName(next, w);
    return toStored(w.resource, next);
  });
  return { object: fromStored(w.resource, stored), created: false };
}

function apply(
  core: Core,
  w: Write,
  body: unknown,
  options: PatchOptions,
  validation: FieldValidation,
): { readonly object: ApiObject; readonly created: boolean } {
  const manager = options.fieldManager as string;
  const force = options.force ?? false;
  const part = w.resource.definition.subresources?.find((s) => s.name === w.subresource);
  if (part?.kind !== 'Scale') return applyObject(core, w, body, manager, force, validation);
  const handler = handlerOf(w);
  if (!handler?.get) throw new ApiError('MethodNotAllowed', 'the server does not allow this method on the requested resource');
  applyScale(core, w, body, manager, force, validation);
  return { object: objectIn(handler.get({ ...w, core, query: options.query ?? {}, warn: w.warn ?? (() => {}) }), w), created: false };
}

function checkOptions(type: PatchType, { force, fieldManager }: PatchOptions): void {
  const errors: FieldError[] = [];
  if (type === 'apply' && !fieldManager) errors.push(required('fieldManager', 'is required for apply patch'));
  if (type !== 'apply' && force !== undefined) errors.push(forbiddenField('force', 'may not be specified for non-apply patch'));
  if (errors.length) throw invalidObject({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', errors);
}

/** What a subresource gives, patched, and given back to it. */
function patchSubresource(
  core: Core,
  w: Write,
  type: ChangePatch,
  body: unknown,
  validation: FieldValidation,
  options: PatchOptions,
): ApiObject {
  const about = w.resource.definition.subresources?.find((s) => s.name === w.subresource);
  const handler = handlerOf(w);
  if (!about || !handler?.get || !handler.update)
    throw new ApiError('MethodNotAllowed', 'the server does not allow this method on the requested resource');
  const request = { ...w, core, query: options.query ?? {}, warn: w.warn ?? (() => {}) };
  const current = objectIn(handler.get(request), w);
  const own = expected(w.resource);
  const into = about.kind
    ? {
        group: groupOf(about.apiVersion ?? own.version),
        version: versionOf(about.apiVersion ?? own.version),
        kind: about.kind,
        type: about.kind,
      }
    : own;
  const next = applyPatch<Draft>(type, current as unknown as JsonObject, body, into, validation, request.warn);
  checkName(next, w);
  return objectIn(handler.update(request, next), w);
}

function handlerOf(w: Write): SubresourceHandler | undefined {
  return (
    subresourceHandlers.find((h) => h.subresource === w.subresource && h.resource === w.resource.id) ??
    subresourceHandlers.find((h) => h.subresource === w.subresource && h.resource === '*')
  );
}

function objectIn(answer: ReturnType<NonNullable<SubresourceHandler['get']>>, w: Write): ApiObject {
  const o = 'body' in answer && 'status' in answer && !('kind' in answer) ? answer.body : answer;
  if (!isObject(o)) throw notFound(w.resource.about, w.name);
  return o as unknown as ApiObject;
}
