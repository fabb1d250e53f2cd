/** The generated schema as data: what OpenAPI says of every type of Kubernetes 1.36 (made by scripts/generate.mjs). */
import document from '../generated/schema.json' with { type: 'json' };

/** The shape of a field as the generator writes it. */
export interface GeneratedShape {
  readonly ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly items?: GeneratedShape;
}

/** A type as the generator writes it. `source` names it with its version: 'V1Pod', 'CoreV1Event'. */
export interface GeneratedType {
  readonly source: string;
  readonly fields: Readonly<Record<string, GeneratedShape>>;
  readonly required?: readonly string[];
}

export const GENERATED_TYPES = (document as { readonly types: unknown }).types as Readonly<Record<string, GeneratedType>>;
