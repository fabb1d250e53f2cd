/** What one reconcile of a Deployment has in hand. */
import type { Deployment } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { recordEvent, type Occurrence } from '../events.ts';
import type { Generations } from './replica-sets.ts';

/** `deployment` is as it will be written when all is done: its status and its revision may be ahead of the store. */
export interface Rollout {
  readonly client: Client;
  readonly deployment: Deployment;
  readonly sets: Generations;
}

/** Says something of the Deployment. */
export function say({ client, deployment }: Rollout, type: Occurrence['type'], reason: string, message: string): void {
  recordEvent(client, { component: 'deployment-controller' }, deployment, { type, reason, message });
}
