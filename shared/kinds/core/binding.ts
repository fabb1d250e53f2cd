/** Binding: ties a pod to a node; created, never stored. Source: core/validation ValidatePodBinding. */
import { notSupported, required } from '../../api/errors.ts';
import { defineKind } from '../definition.ts';
import type { Binding } from '../types.ts';

export const bindings = defineKind<Binding>({
  apiVersion: 'v1',
  kind: 'Binding',
  plural: 'bindings',
  namespaced: true,
  verbs: ['create'],
  validate: ({ target }) => [
    ...(target.kind && target.kind !== 'Node' ? [notSupported('target.kind', target.kind, ['Node', '<empty>'])] : []),
    ...(target.name ? [] : [required('target.name')]),
  ],
});
