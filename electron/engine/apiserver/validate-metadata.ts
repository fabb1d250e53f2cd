/** What holds for the metadata of every object. Source: apimachinery's api/validation/objectmeta.go. */
import { required, type FieldError } from '#shared/api/errors.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { KindDefinition } from '#shared/kinds/definition.ts';

export function validateMetadata(o: ApiObject, _definition: KindDefinition, _generated: boolean): readonly FieldError[] {
  return o.metadata.name ? [] : [required('metadata.name', 'name or generateName is required')];
}

export function validateMetadataUpdate(_next: ApiObject, _previous: ApiObject): readonly FieldError[] {
  return [];
}
