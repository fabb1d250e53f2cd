/** Secret. */
import { defineKind } from '../definition.ts';
import type { Secret } from '../types.ts';

export const secrets = defineKind<Secret>({
  apiVersion: 'v1', kind: 'Secret', plural: 'secrets', namespaced: true,
});
