/**
 * One step of a StatefulSet: its pods are made in order and taken away in the reverse order, each only when those before
 * it are available, and updated from the last to the first. Source: pkg/controller/statefulset/stateful_set_control.go.
 */
import { isTerminating } from '#shared/api/object.ts';
import { isPodAvailable, isPodReady, isPodTerminal } from '#shared/kinds/core/pod-availability.ts';
import type { ControllerRevision, Pod, StatefulSet } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { slowStart } from '../pod-control.ts';
import { templateIn } from '../revisions.ts';
import { hasStaleClaim, retain } from './claims.ts';
import { firstOrdinal, isInRange, ordinalOf, podAt, podNameAt, revisionOf, wanted } from './identity.ts';
import { completeClaims, createMember, deleteMember, restoreMember } from './pods.ts';

/** What a step has in hand. */
export interface Work {
  readonly client: Client;
  readonly set: StatefulSet;
  /** The revision that its pods have, and the one they are to get. */
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  /** Its replicas by place; undefined where the place is empty. */
  readonly replicas: readonly (Pod | undefined)[];
  /** Pods beyond the number of replicas, the last first. */
  readonly condemned: readonly Pod[];
}

/** Sorts the pods into places. Those whose name holds no number are left alone. */
export function workOn(
  client: Client,
  set: StatefulSet,
  pods: readonly Pod[],
  current: ControllerRevision,
  update: ControllerRevision,
): Work {
  const replicas: (Pod | undefined)[] = Array.from({ length: wanted(set) });
  const condemned: Pod[] = [];
  for (const p of pods) {
    const ordinal = ordinalOf(p);
    if (isInRange(set, ordinal)) replicas[ordinal - firstOrdinal(set)] = p;
    else if (ordinal >= 0) condemned.push(p);
  }
  return { client, set, current, update, replicas, condemned: condemned.sort((a, b) => ordinalOf(b) - ordinalOf(a)) };
}

/** Does what can be done now. Returns how many pods of the current revision it gave up for the update. Throws the API's refusal. */
export function step(w: Work): number {
  if (isTerminating(w.set)) return 0;
  const first = firstUnavailable(w);
  if (!keepAll(w)) return 0;
  for (const p of w.condemned) retain(w.client, w.set, ordinalOf(p), { pod: p, inRange: false });
  if (w.condemned[0] && isOrdered(w.set)) {
    removeLast(w, w.condemned[0], first);
    return 0;
  }
  slowStart(w.condemned.length, (i) => removeNow(w, w.condemned[i]));
  return w.set.spec.updateStrategy?.type === 'OnDelete' ? 0 : updateOne(w);
}

const isOrdered = (set: StatefulSet) => set.spec.podManagementPolicy !== 'Parallel';
const isRunningAndReady = (p: Pod) => p.status.phase === 'Running' && isPodReady(p);
const available = (w: Work, p: Pod) => isPodAvailable(p, w.set.spec.minReadySeconds ?? 0, w.client.wallMs);
const isUnavailable = (w: Work, p: Pod | undefined) => !p || isTerminating(p) || !available(w, p);

/** The one pod that may be removed though it is not available: the first that is not, if no place before it is empty. */
function firstUnavailable(w: Work): Pod | undefined {
  const i = w.replicas.findIndex((p) => isUnavailable(w, p));
  return i >= 0 ? w.replicas[i] : w.condemned.findLast((p) => isUnavailable(w, p));
}

/** Fills the places in order up to the first that must be waited for, or all at once. True where nothing holds up what comes after. */
function keepAll(w: Work): boolean {
  if (isOrdered(w.set)) return w.replicas.every((p, i) => keep(w, p, i));
  slowStart(w.replicas.length, (i) => {
    keep(w, w.replicas[i], i);
  });
  return true;
}

/** Sees that a place is filled. False where an ordered set must wait before it goes on to the next. */
function keep(w: Work, pod: Pod | undefined, i: number): boolean {
  const { client, set } = w;
  if (!pod) return fill(w, firstOrdinal(set) + i);
  if (isPodTerminal(pod)) {
    if (!isTerminating(pod)) deleteMember(client, set, pod);
    return false;
  }
  if (pod.status.phase === 'Pending') completeClaims(client, set, pod);
  if (isOrdered(set) && (isTerminating(pod) || !isRunningAndReady(pod) || !available(w, pod))) return false;
  restoreMember(client, set, pod);
  return true;
}

function fill(w: Work, ordinal: number): boolean {
  const { client, set } = w;
  if (hasStaleClaim(client, set, ordinal, podNameAt(set, ordinal))) return false;
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  const before =
    firstOrdinal(set) + (rollingUpdate ? (rollingUpdate.partition ?? 0) : type === 'RollingUpdate' ? (set.status.currentReplicas ?? 0) : 0);
  const revision = ordinal < before ? w.current : w.update;
  createMember(client, set, ordinal, podAt(set, ordinal, templateIn(revision), revision.metadata.name));
  return false;
}

/** Deletes the last pod of an ordered set that has too many, unless it or one before it is still on its way. */
function removeLast(w: Work, pod: Pod, first: Pod | undefined): void {
  if (pod === first || (isRunningAndReady(pod) && available(w, pod))) removeNow(w, pod);
}

function removeNow({ client, set }: Work, pod: Pod | undefined): void {
  if (pod && !isTerminating(pod)) deleteMember(client, set, pod);
}

/** Gives up the last pod that is not of the new revision, once all after it are available. */
function updateOne(w: Work): number {
  const least = w.set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (let i = w.replicas.length - 1; i >= least; i--) {
    const pod = w.replicas[i];
    if (pod && revisionOf(pod) !== w.update.metadata.name && !isTerminating(pod)) {
      deleteMember(w.client, w.set, pod);
      return 1;
    }
    if (isUnavailable(w, pod)) return 0;
  }
  return 0;
}
