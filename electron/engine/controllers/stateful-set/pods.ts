/** A StatefulSet's pods and what is said of them. Source: pkg/controller/statefulset/stateful_pod_control.go. */
import { ApiError } from '#shared/api/errors.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Pod, StatefulSet } from '#shared/kinds/types.ts';
import type { Client, DraftOf } from '../../apiserver/client.ts';
import { recordEvent } from '../events.ts';
import { createClaims, hasStorage, retain, volumesFor } from './claims.ts';
import { hasIdentity, isInRange, ordinalOf, withIdentity } from './identity.ts';

type Deed = 'Create' | 'Update' | 'Delete';

function say(client: Client, set: StatefulSet, deed: Deed, podName: string, failure?: ApiError): void {
  const what = `${deed} Pod ${podName} in StatefulSet ${set.metadata.name}`;
  recordEvent(
    client,
    { component: 'statefulset-controller' },
    set,
    failure
      ? { type: 'Warning', reason: `Failed${deed}`, message: `${what} failed error: ${failure.message}` }
      : { type: 'Normal', reason: `Successful${deed}`, message: `${what} successful` },
  );
}

/** Does it, and says how it went. Throws the API's refusal. */
function said<T>(
  client: Client,
  set: StatefulSet,
  deed: Deed,
  podName: string,
  run: () => T,
  quietly: (e: ApiError) => boolean = () => false,
): T {
  let result: T;
  try {
    result = run();
  } catch (e) {
    if (e instanceof ApiError && !quietly(e)) say(client, set, deed, podName, e);
    throw e;
  }
  return result;
}

/** Makes a pod, its claims first. */
export function createMember(client: Client, set: StatefulSet, ordinal: number, draft: DraftOf<Pod>): void {
  const name = draft.metadata.name ?? '';
  const pod = said(
    client,
    set,
    'Create',
    name,
    () => {
      createClaims(client, set, ordinal, name);
      return client.create(pods, namespaceOf(set), draft);
    },
    (e) => e.reason === 'AlreadyExists',
  );
  said(client, set, 'Update', name, () => retain(client, set, ordinal, { pod, inRange: isInRange(set, ordinal) }));
  say(client, set, 'Create', name);
}

export function deleteMember(client: Client, set: StatefulSet, pod: Pod): void {
  said(client, set, 'Delete', pod.metadata.name, () => client.delete(pods, pod));
  say(client, set, 'Delete', pod.metadata.name);
}

/** Makes the claims of a pod that waits for them. */
export function completeClaims(client: Client, set: StatefulSet, pod: Pod): void {
  createClaims(client, set, ordinalOf(pod), pod.metadata.name);
  said(client, set, 'Update', pod.metadata.name, () =>
    retain(client, set, ordinalOf(pod), { pod, inRange: isInRange(set, ordinalOf(pod)) }),
  );
}

/** Gives a pod its labels, its volumes and its claims their owners, where they have been changed. */
export function restoreMember(client: Client, set: StatefulSet, pod: Pod): void {
  const ordinal = ordinalOf(pod);
  const { name } = pod.metadata;
  const stored = hasStorage(set, ordinal, pod.spec.volumes);
  const done = said(client, set, 'Update', name, () => {
    const retained = retain(client, set, ordinal, { pod, inRange: isInRange(set, ordinal) });
    if (hasIdentity(set, pod) && stored) return retained;
    if (!stored) createClaims(client, set, ordinal, name);
    const next = hasIdentity(set, pod) ? pod : withIdentity(pod);
    client.update(pods, stored ? next : { ...next, spec: { ...next.spec, volumes: volumesFor(set, ordinal, next.spec.volumes) } });
    return true;
  });
  if (done) say(client, set, 'Update', name);
}
