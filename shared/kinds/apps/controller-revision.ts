/** ControllerRevision: what a StatefulSet's or DaemonSet's template once was. Source: apps/validation ValidateControllerRevision. */
import { required, type FieldError } from '../../api/errors.ts';
import { controllerOf, groupOf } from '../../api/object.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import { validateImmutableField } from '../immutable.ts';
import { validateNonnegative } from '../nonnegative.ts';
import type { ControllerRevision } from '../types.ts';

export const controllerRevisions = defineKind<ControllerRevision>({
  apiVersion: 'apps/v1',
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  namespaced: true,
  validate,
  validateUpdate: (next, previous) => [...validate(next), ...validateImmutableField(next.data, previous.data, 'data')],
  columns: [
    NAME,
    column('Controller', '', controllerText, { description: 'Controller of the object' }),
    column('Revision', 'ControllerRevision.revision', (o) => o.revision),
    AGE,
  ],
});

function validate(o: ControllerRevision): readonly FieldError[] {
  return [
    ...(o.data === undefined || o.data === null ? [required('data', 'data is mandatory')] : []),
    ...validateNonnegative(o.revision, 'revision'),
  ];
}

/** 'statefulset.apps/web', '<none>' where nobody controls it. */
function controllerText(o: ControllerRevision): string {
  const owner = controllerOf(o);
  if (!owner) return '<none>';
  const group = groupOf(owner.apiVersion);
  return `${owner.kind.toLowerCase()}${group ? `.${group}` : ''}/${owner.name}`;
}
