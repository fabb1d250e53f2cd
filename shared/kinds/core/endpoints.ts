/** Endpoints. */
import { defineKind } from '../definition.ts';
import type { Endpoints } from '../types.ts';

export const endpoints = defineKind<Endpoints>({
  apiVersion: 'v1', kind: 'Endpoints', plural: 'endpoints', shortNames: ['ep'], namespaced: true,
});
