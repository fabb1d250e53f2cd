/**
 * The scheduler: places pods on nodes, one at a time, those that matter most first.
 * A new pod is tried at once; one that fits nowhere is tried again when something changes that could let it in, after a
 * pause that follows from the attempts on record. Source: pkg/scheduler.
 */
import { writtenAt } from '#shared/api/object.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { withPodCondition } from '#shared/kinds/core/pod-condition.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import { bindPod } from '../apiserver/subresources/pod-binding.ts';
import type { Random } from '../clock/random.ts';
import type { Because, Controller, Requeue, WatchRule } from '../controllers/controller.ts';
import { countOf, eventsAbout, lastSeenMs, recordAction } from '../controllers/events.ts';
import type { Change } from '../store/store.ts';
import { clusterChanges, WATCHED } from './cluster-changes.ts';
import { areBeingMade, bindVolumes } from './bind-volumes.ts';
import { ClusterView } from './cluster-view.ts';
import { evict } from './eviction.ts';
import { Placement } from './placement.ts';
import type { ClusterChange, SchedulerPlugin } from './plugin.ts';
import { plugins } from './plugins/index.ts';
import { DEFAULT_SCHEDULER, podInfo, signatureOf } from './pod-info.ts';
import { preempt, type PreemptionOutcome } from './preemption.ts';
import { failureMessage, type Verdict } from './verdict.ts';
import { awaitsNode, differs, keyOf, scheduledCondition, WaitingPods } from './waiting-pods.ts';

/** The key under which everything that waits is looked at again; pods have their own keys ('shop/web-0'). */
const ALL = '';

/** The pause after a failed attempt: a second, doubling up to ten. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 10_000;

/** Workloads whose nodes are remembered; beyond that the one not used for longest is worked out anew. */
const MOST_PLACEMENTS = 256;

/** What the plugin for resource claims, which has nothing prepared when an earlier plugin refuses a pod, has to say. */
const NOTHING_PREPARED = 'not found';
const NO_CLAIMS = 'no new claims to deallocate';

/** Events may say this much and no more. */
const LONGEST_NOTE = 1024;

/** What came of an attempt. */
interface Result {
  /** To be tried again then. */
  readonly requeueAfter?: number;
  /** It fits somewhere, and goes there then. */
  readonly fits?: boolean;
  /** It fits nowhere, and has been told so already in these words. */
  readonly known?: string;
}

export class Scheduler implements Controller {
  readonly name = DEFAULT_SCHEDULER;
  readonly watches: readonly WatchRule[];
  readonly view: ClusterView;
  readonly #waiting: WaitingPods;
  readonly #placements = new Map<string, Placement>();
  readonly #byName: ReadonlyMap<string, SchedulerPlugin>;
  /** Pods woken and not looked at yet, by priority: the less important step back. */
  readonly #woken = new Map<string, number>();
  readonly #outcomes = new WeakMap<Verdict, PreemptionOutcome>();
  /** Nothing has happened yet since the document was opened: what waits is only placed, not told anew. */
  #quietly = true;

  constructor(client: Client) {
    this.view = ClusterView.following(client);
    this.#waiting = new WaitingPods(client);
    this.#byName = new Map(plugins.map((p) => [p.name, p]));
    this.watches = ['core/pods', 'core/nodes', ...WATCHED].map((resource) => ({ resource, keys: (c) => this.#keys(c) }));
  }

  #keys(c: Change): readonly string[] {
    if (c.known) return this.#keysOfKnown(c);
    const keys: string[] = [];
    if (c.ref.resource === PODS && c.after && awaitsNode(c.after as Pod)) {
      const before = c.before as Pod | undefined;
      const after = c.after as Pod;
      const key = keyOf(after);
      if (!before || !awaitsNode(before) || differs(before, after)) {
        keys.push(key);
        this.#woken.set(key, after.spec.priority ?? 0);
      }
    }
    if (this.#waiting.size) {
      const changes = clusterChanges(c);
      if (changes.length && this.#waiting.concerned(changes, c.revision)) {
        keys.push(ALL);
        this.#quietly = false;
      }
    }
    return keys;
  }

  /** For what was there when the document was opened: a pod that has had its turn waits as it did. */
  #keysOfKnown({ ref, after }: Change): readonly string[] {
    if (ref.resource !== PODS || !after || !awaitsNode(after as Pod)) return [];
    if (hadItsTurn(after as Pod)) return [ALL];
    this.#woken.set(keyOf(after as Pod), (after as Pod).spec.priority ?? 0);
    return [keyOf(after as Pod)];
  }

  reconcile(key: string, client: Client, because: Because): Requeue | void {
    if (key === ALL) return this.#retryAll(client, because);
    const { namespace, name } = splitLocalKey(key);
    const pod = client.get(pods, namespace, name);
    if (!pod || !awaitsNode(pod)) {
      this.#woken.delete(key);
      return undefined;
    }
    if (this.#stepsBack(key, pod.spec.priority ?? 0)) return { requeueAfter: 0 };
    this.#woken.delete(key);
    const { requeueAfter } = this.#attempt(pod, client, false);
    return requeueAfter === undefined ? undefined : { requeueAfter };
  }

  #stepsBack(key: string, priority: number): boolean {
    if (!this.#woken.has(key)) return false;
    for (const other of this.#woken.values()) if (other > priority) return true;
    return false;
  }

  /** Tries the groups that wait, the most important first, each until it is clear that nothing has changed for it. */
  #retryAll(client: Client, because: Because): Requeue | void {
    const quietly = this.#quietly;
    this.#quietly = false;
    let soonest: number | undefined;
    for (const group of this.#waiting.groups()) {
      let message: string | undefined;
      let unanimous = true;
      let paused = false;
      let fits = false;
      const { wokenBy } = group;
      group.wokenBy = 0;
      for (const key of [...group.keys.keys()]) {
        const { namespace, name } = splitLocalKey(key);
        const pod = client.get(pods, namespace, name);
        // a new one has its own turn to come, and one that waits on its node for its volumes is not placed anew
        if (!pod || !hadItsTurn(pod) || this.#awaitsVolumes(pod, client)) {
          unanimous = false;
          continue;
        }
        // what lets in one kind of pods may mean nothing to the next; where nothing was noted it is its own turn that goes on
        const result = because(wokenBy || writtenAt(pod), () => this.#attempt(pod, client, quietly));
        paused ||= result.requeueAfter !== undefined;
        fits ||= result.fits ?? false;
        if (result.requeueAfter !== undefined) soonest = Math.min(soonest ?? Infinity, result.requeueAfter);
        if (result.known !== undefined && result.known === group.told) break;
        unanimous &&= result.known !== undefined && (message ??= result.known) === result.known;
      }
      if (paused && (fits || !group.wokenBy)) {
        group.wokenBy = wokenBy;
        group.inVain = !fits;
      }
      if (unanimous) group.told = message ?? group.told;
    }
    return soonest === undefined ? undefined : { requeueAfter: soonest };
  }

  #awaitsVolumes(pod: Pod, client: Client): boolean {
    const { nominatedNodeName: node } = pod.status;
    const { claims } = podInfo(pod);
    return node !== undefined && claims.length > 0 && this.view.node(node) !== undefined && areBeingMade(claims, node, client);
  }

  #random(pod: Pod, client: Client): Random {
    return client.random.fork(`schedule:${pod.metadata.uid}`);
  }

  #placementFor(pod: Pod): Placement {
    const signature = signatureOf(pod);
    let placement = this.#placements.get(signature);
    if (placement && !placement.stale) return placement;
    this.#placements.delete(signature);
    if (this.#placements.size >= MOST_PLACEMENTS) this.#placements.delete(this.#placements.keys().next().value as string);
    this.#placements.set(signature, (placement = new Placement(pod, this.view, plugins)));
    return placement;
  }

  /** One scheduling cycle. `quietly`: places the pod if it fits, and says nothing if it does not. */
  #attempt(pod: Pod, client: Client, quietly: boolean): Result {
    const placement = this.#placementFor(pod);
    const random = this.#random(pod, client);
    const verdict = placement.find(pod, { random });
    if (verdict.node) {
      const pause = pauseLeft(pod, client);
      if (pause > 0) return { requeueAfter: pause, fits: true };
      this.#bind(pod, verdict.node, client);
      // one that is only promised a node waits for its volumes: nobody turned it away who could name what to wait for
      const promised = this.#waiting.groupOf(keyOf(pod));
      if (promised?.retryOn) promised.retryOn = new Set([...promised.retryOn, ...PROMISED]);
      return {};
    }
    const group = this.#waiting.groupOf(keyOf(pod));
    if (group) group.retryOn = this.#retryOn(verdict);
    return this.#fail(pod, verdict, placement, random, client, quietly);
  }

  /** Binds the pod; one whose volumes are still to be bound or made is only promised to the node, and bound when they are. */
  #bind(pod: Pod, node: string, client: Client): void {
    const info = this.view.node(node);
    if (podInfo(pod).claims.length && info && !bindVolumes(pod, info, client)) {
      if (pod.status.nominatedNodeName !== node) client.updateStatus(pods, { ...pod, status: { ...pod.status, nominatedNodeName: node } });
      return;
    }
    const bound = bindPod(client.core, pod.metadata.namespace ?? '', pod.metadata.name, node, { uid: pod.metadata.uid });
    recordAction(
      client,
      this.name,
      bound,
      { type: 'Normal', reason: 'Scheduled', message: `Successfully assigned ${keyOf(pod)} to ${node}` },
      'Binding',
    );
  }

  /** The changes that the plugins which said no have named; any, where there were no nodes to say no to. */
  #retryOn(v: Verdict): ReadonlySet<ClusterChange> {
    const names = new Set(
      [...v.rejections.values(), ...(v.refused ? [v.refused] : []), ...(v.leftOut ? [v.leftOut] : [])].map((r) => r.plugin),
    );
    const changes = new Set<ClusterChange>(['NodeAdd']);
    for (const n of names) for (const c of this.#byName.get(n)?.retryOn ?? []) changes.add(c);
    return changes;
  }

  #fail(pod: Pod, verdict: Verdict, placement: Placement, random: Random, client: Client, quietly: boolean): Result {
    const outcome = this.#preemption(pod, verdict, placement, random);
    const victims = outcome && 'victims' in outcome ? outcome.victims : undefined;
    const message = failureMessage(verdict, this.#afterword(verdict, outcome));
    const nominated =
      victims?.node ?? (outcome && 'keepNomination' in outcome && !outcome.keepNomination ? '' : (pod.status.nominatedNodeName ?? ''));
    const known = scheduledCondition(pod);
    const told = known?.status === 'False' && known.reason === 'Unschedulable' && known.message === message;
    if (told && nominated === (pod.status.nominatedNodeName ?? '')) return { known: message };
    const pause = pauseLeft(pod, client);
    if (pause > 0) return { requeueAfter: pause };
    if (quietly) return {};
    if (victims) evict(victims, pod, this.view, client);
    recordAction(client, this.name, pod, { type: 'Warning', reason: 'FailedScheduling', message: shortened(message) }, 'Scheduling');
    this.#tell(client.get(pods, pod.metadata.namespace ?? '', pod.metadata.name) ?? pod, message, nominated, client);
    return {};
  }

  #preemption(pod: Pod, verdict: Verdict, placement: Placement, random: Random): PreemptionOutcome | undefined {
    if (verdict.nodes === 0 || verdict.refused) return undefined;
    const own = pod.status.nominatedNodeName !== undefined;
    const known = own ? undefined : this.#outcomes.get(verdict);
    const outcome = known ?? preempt(pod, verdict, placement, this.view, random);
    if (!own && !('victims' in outcome)) this.#outcomes.set(verdict, outcome);
    return outcome;
  }

  #afterword(verdict: Verdict, outcome: PreemptionOutcome | undefined): string {
    if (verdict.nodes === 0) return '';
    if (verdict.refused) return NOTHING_PREPARED;
    return outcome && 'why' in outcome ? `${NO_CLAIMS}, preemption: ${outcome.why}` : '';
  }

  #tell(pod: Pod, message: string, nominated: string, client: Client): void {
    const conditions = withPodCondition(pod, { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }, client.timestamp);
    const { nominatedNodeName: _before, ...status } = pod.status;
    client.updateStatus(pods, { ...pod, status: { ...status, conditions, ...(nominated ? { nominatedNodeName: nominated } : {}) } });
  }
}

const PODS = resourceOf(pods);

/** Whether it has been tried: it was turned away, or is promised a node. */
const hadItsTurn = (p: Pod): boolean => Boolean(scheduledCondition(p) ?? p.status.nominatedNodeName);

/** What may bring a pod to the node it was promised, or show that it has to go to another. */
const PROMISED: readonly ClusterChange[] = [
  'Claim',
  'Volume',
  'StorageClass',
  'NodeAdd',
  'NodeTaint',
  'NodeAllocatable',
  'NodeLabel',
  'AssignedPodDelete',
];

const shortened = (text: string): string => (text.length <= LONGEST_NOTE ? text : `${text.slice(0, LONGEST_NOTE - 4)} ...`);

/** How long the pod must still wait after its last failed attempt: both are on record in its events. In ms. */
function pauseLeft(pod: Pod, client: Client): number {
  if (scheduledCondition(pod)?.status !== 'False') return 0;
  let attempts = 0;
  let last = 0;
  for (const e of eventsAbout(client, pod)) {
    if (e.reason !== 'FailedScheduling') continue;
    attempts += countOf(e);
    last = Math.max(last, lastSeenMs(e));
  }
  if (!attempts) return 0;
  return last + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1)) - client.wallMs;
}
