/** The kinds Drydock knows. A new one is a file in this folder and a line here. */
import type { KindDefinition } from './definition.ts';
import { events } from './core/event.ts';
import { nodes } from './core/node.ts';
import { pods } from './core/pod.ts';
import { replicaSets } from './apps/replica-set.ts';

export const kinds: readonly KindDefinition[] = [pods, nodes, events, replicaSets];
