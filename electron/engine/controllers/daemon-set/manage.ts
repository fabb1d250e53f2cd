/** Puts a pod on each node where one belongs and takes away what does not. Source: pkg/controller/daemon (manage, podsShouldBeOnNode, syncNodes). */
import { ApiError, namespaceIsTerminating } from '#shared/api/errors.ts';
import { memoByIdentity } from '#shared/api/json.ts';
import { isTerminating, namespaceOf } from '#shared/api/object.ts';
import type { Ms } from '#shared/api/time.ts';
import type { DaemonSet, Pod } from '#shared/kinds/types.ts';
import { urgencyOfPause } from '../../clock/clock.ts';
import { soonest, type Requeue } from '../controller.ts';
import { countOf, eventsAbout, lastSeenMs, recordEvent } from '../events.ts';
import { createPod, deletePod, ownedBy, slowStart } from '../pod-control.ts';
import { REVISION_LABEL } from '../revisions.ts';
import { specFor } from './placement.ts';
import { isAvailable, isUpdated, rollingAmounts, type Post, type Work } from './work.ts';

export const REPORTER = { component: 'daemonset-controller' };

/** Pods made or deleted in one look. */
const BURST = 250;
const FIRST_BACKOFF_MS: Ms = 1_000;
const LAST_BACKOFF_MS: Ms = 900_000;

const GENERATION = 'deprecated.daemonset.template.generation';

/** What is to be done on the nodes; `retry` says when a pod that failed may be replaced. */
export interface Plan {
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
  readonly retry: Requeue | undefined;
}

export function plan(work: Work): Plan {
  // A pod that never came to a node which is gone now is nobody else's business.
  const create: string[] = [];
  const remove = work.lost.filter((p) => !p.spec.nodeName && !isTerminating(p));
  let retry: Requeue | undefined;
  for (const post of work.posts) {
    if (post.runs && !post.pods.length) create.push(post.node);
    else if (post.stays) {
      const { running, ended, wait } = sort(work, post);
      remove.push(...ended, ...surplus(work, running));
      retry = soonest(retry, wait);
    } else remove.push(...post.pods.filter((p) => !isTerminating(p)));
  }
  return { create, remove, retry };
}

/** The pods that run, those that have ended and must make room, and how long one that keeps failing is to wait. */
function sort(
  { client, set }: Work,
  { node, pods }: Post,
): { readonly running: readonly Pod[]; readonly ended: readonly Pod[]; readonly wait: Requeue | undefined } {
  const running: Pod[] = [];
  const ended: Pod[] = [];
  let wait: Requeue | undefined;
  for (const pod of pods) {
    if (isTerminating(pod)) continue;
    const { phase } = pod.status;
    const what = `${namespaceOf(pod)}/${pod.metadata.name} on node ${node}, will try to`;
    if (phase === 'Failed') {
      const left = backoffLeft({ client, set }, node);
      if (left) {
        wait = soonest(wait, left);
        continue;
      }
      recordEvent(client, REPORTER, set, {
        type: 'Warning',
        reason: 'FailedDaemonPod',
        message: `Found failed daemon pod ${what} kill it`,
      });
      ended.push(pod);
    } else if (phase === 'Succeeded') {
      recordEvent(client, REPORTER, set, {
        type: 'Normal',
        reason: 'SucceededDaemonPod',
        message: `Found succeeded daemon pod ${what} delete it`,
      });
      ended.push(pod);
    } else running.push(pod);
  }
  return { running, ended, wait };
}

/** How long a node's next failed pod has to wait: twice as long each time. Read off what was said of the earlier ones. */
function backoffLeft({ client, set }: Pick<Work, 'client' | 'set'>, node: string): Requeue | undefined {
  const said = eventsAbout(client, set).filter((e) => e.reason === 'FailedDaemonPod' && e.message?.includes(` on node ${node}, `));
  const times = said.reduce((n, e) => n + countOf(e), 0);
  const last = Math.max(0, ...said.map(lastSeenMs));
  if (times === 0) return undefined;
  const pause = Math.min(FIRST_BACKOFF_MS * 2 ** (times - 1), LAST_BACKOFF_MS);
  const left = last + pause - client.wallMs;
  return left > 0 ? { requeueAfter: left, urgency: urgencyOfPause(pause) } : undefined;
}

/** Of several pods on one node all but one: the oldest stays, or while surging one of each template. */
function surplus(work: Work, running: readonly Pod[]): readonly Pod[] {
  if (running.length <= 1) return [];
  if (rollingAmounts(work).maxSurge === 0) return running.slice(1);
  const [oldestNew, ...newer] = running.filter((p) => isUpdated(work, p));
  const [oldestOld, ...older] = running.filter((p) => !isUpdated(work, p));
  // Once the new pod can do its work the old one goes; an old one that cannot goes as soon as there is a new one.
  const replaced = oldestOld && oldestNew && (isAvailable(work, oldestNew) || !isAvailable(work, oldestOld)) ? [oldestOld] : [];
  return [...newer, ...older, ...replaced];
}

/** What all pods of a DaemonSet's template have in common. */
const metadataOf = memoByIdentity((set: DaemonSet) => {
  const { labels, annotations } = set.spec.template.metadata ?? {};
  const generation = set.metadata.annotations?.[GENERATION];
  return {
    labels: { ...labels, ...(generation === undefined ? {} : { 'pod-template-generation': generation }) },
    ...(annotations ? { annotations } : {}),
  };
});

/** Makes and deletes the pods. Throws the first refusal of the API. */
export function carryOut({ client, set, spec, hash }: Work, { create, remove }: Pick<Plan, 'create' | 'remove'>): void {
  const { labels, annotations } = metadataOf(set);
  const metadata = {
    generateName: `${set.metadata.name}-`,
    namespace: namespaceOf(set),
    ownerReferences: ownedBy(set),
    labels: { ...labels, [REVISION_LABEL]: hash },
    ...(annotations ? { annotations } : {}),
  };
  let failure: ApiError | undefined;
  const tried = (run: () => void): void => {
    try {
      run();
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      if (!namespaceIsTerminating(e)) failure ??= e;
    }
  };
  tried(() => {
    slowStart(Math.min(create.length, BURST), (i) =>
      createPod(client, REPORTER, set, { metadata, spec: specFor(spec, create[i] as string) }),
    );
  });
  for (const pod of remove.slice(0, BURST))
    tried(() => {
      deletePod(client, REPORTER, set, pod);
    });
  if (failure) throw failure;
}
