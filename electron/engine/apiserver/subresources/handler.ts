/**
 * The contract of a part of the API that is not plain storage: a subresource (pods/binding, deployments/scale) or a
 * kind that is only asked and never stored (SubjectAccessReview). One file each in this folder, one line in index.ts.
 */
import type { ApiObject, Draft } from '#shared/api/object.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import type { ResourceId } from '#shared/api/ref.ts';
import type { PrinterColumn } from '#shared/kinds/definition.ts';
import type { ObjectMeta } from '#shared/kinds/generated/types.ts';
import type { Core, User, WriteOptions } from '../context.ts';
import type { Resource } from '../resources.ts';

/** What a handler is told about the request. */
export interface SubresourceRequest extends WriteOptions {
  readonly core: Core;
  readonly user: User;
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  /** Decoded query parameters. */
  readonly query: Readonly<Record<string, string>>;
  warn(text: string): void;
}

/** Serves one (resource, subresource). A verb that is absent is answered with MethodNotAllowed. */
export interface SubresourceHandler {
  /** '*' serves the subresource of every resource that declares it. */
  readonly resource: ResourceId | '*';
  /** '' for a kind that is itself not stored. */
  readonly subresource: string;
  /** What tables print of it, where it is printed otherwise than its resource. */
  readonly columns?: readonly PrinterColumn<ApiObject>[];
  get?(r: SubresourceRequest): ApiObject | ApiResponse;
  /** Of a kind that is not stored: all there are, of the namespace where one is asked for. */
  list?(r: SubresourceRequest): readonly ApiObject[];
  create?(r: SubresourceRequest, body: Draft): ApiObject | ApiResponse;
  /** For PUT and, with the patch applied to what get() gives, for PATCH. */
  update?(r: SubresourceRequest, body: Draft): ApiObject | ApiResponse;
}

/** 201 with an object that is made for the answer and not stored. Metadata is {} where none is given. */
export function created(
  kind: { readonly apiVersion: string; readonly kind: string },
  rest: { readonly metadata?: ObjectMeta | undefined; readonly [key: string]: unknown },
): ApiResponse {
  return { status: 201, body: { kind: kind.kind, apiVersion: kind.apiVersion, ...rest, metadata: rest.metadata ?? {} } };
}
