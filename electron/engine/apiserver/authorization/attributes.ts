/** What may be asked of the authorizer. */

/** What is asked of a resource. */
export interface ResourceAttributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  /** '' for the whole cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** What is asked, of a resource or of a path that is none ('/healthz'). */
export type Attributes = ResourceAttributes | { readonly verb: string; readonly path: string };
