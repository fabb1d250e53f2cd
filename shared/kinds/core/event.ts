/** Event. */
import { defineKind } from '../definition.ts';
import type { Event } from '../types.ts';

export const events = defineKind<Event>({
  apiVersion: 'v1', kind: 'Event', plural: 'events', shortNames: ['ev'], namespaced: true,
});
