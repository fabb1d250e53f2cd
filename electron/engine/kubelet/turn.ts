/** One look of a kubelet at a pod: what is known, what was said, when to look again. */
import { parseTime, type Ms } from '#shared/api/time.ts';
import { behaviourOf, type ContainerBehaviour } from '#shared/kinds/core/behaviour.ts';
import { nodes } from '#shared/kinds/core/node.ts';
import type { Container, Event, Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';
import type { Urgency } from '../clock/clock.ts';
import type { Requeue } from '../controllers/controller.ts';
import { EVENTS_KEPT_MS, eventsAbout, lastSeenMs, recordEvent } from '../controllers/events.ts';
import { hasImage, withImage } from './container-image.ts';

export class Turn {
  readonly pod: Pod;
  readonly client: Client;
  /** In ms since 1970. */
  readonly nowMs: Ms;
  /** The pod's address, also in the very look that gives it one. */
  podIP: string;
  #node: Node;
  #known: readonly Event[] | undefined;
  readonly #said: {
    readonly type: 'Normal' | 'Warning';
    readonly reason: string;
    readonly message: string;
    readonly fieldPath: string | undefined;
  }[] = [];
  #nextMs = Infinity;
  #settling = false;

  constructor(pod: Pod, node: Node, client: Client) {
    this.pod = pod;
    this.podIP = pod.status.podIP ?? '';
    this.#node = node;
    this.client = client;
    this.nowMs = client.wallMs;
  }

  get node(): Node {
    return this.#node;
  }
  /** Now, as statuses write it. */
  get now(): string {
    return this.client.timestamp;
  }

  behaviour(container: string): ContainerBehaviour {
    return behaviourOf(this.pod.metadata.annotations, container);
  }

  /** Asks to be called again at an instant; the soonest counts, and something is under way if any wish says so. */
  again(atMs: Ms, urgency: Urgency = 'settling'): void {
    this.#settling ||= urgency === 'settling';
    this.#nextMs = Math.min(this.#nextMs, atMs);
  }

  get requeue(): Requeue | undefined {
    return this.#nextMs === Infinity
      ? undefined
      : { requeueAfter: Math.max(0, this.#nextMs - this.nowMs), urgency: this.#settling ? 'settling' : 'background' };
  }

  /** Keeps something to be recorded once the status has been written. */
  say(type: 'Normal' | 'Warning', reason: string, message: string, container?: Pick<Container, 'name'>, init = false): void {
    this.#said.push({
      type,
      reason,
      message,
      fieldPath: container ? `spec.${init ? 'initContainers' : 'containers'}{${container.name}}` : undefined,
    });
  }

  /** The same, unless it has been said since an instant. `like` is how the message begins, where it ends with a figure. */
  sayOnce(
    sinceMs: Ms,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    container?: Pick<Container, 'name'>,
    init = false,
    like = message,
  ): void {
    if (!this.wasSaid(sinceMs, reason, like)) this.say(type, reason, message, container, init);
  }

  /** What happened at an instant: said once, and not again where that was so long ago that its event is gone. */
  sayOf(
    atMs: Ms,
    ...what: [type: 'Normal' | 'Warning', reason: string, message: string, container: Pick<Container, 'name'>, init: boolean]
  ): void {
    if (this.nowMs - atMs < EVENTS_KEPT_MS) this.sayOnce(atMs, ...what);
  }

  wasSaid(sinceMs: Ms, reason: string, like: string): boolean {
    this.#known ??= eventsAbout(this.client, this.pod);
    const second = Math.floor(sinceMs / 1000) * 1000; // events know no fractions
    return (
      this.#known.some((e) => e.reason === reason && (e.message?.startsWith(like) ?? false) && lastSeenMs(e) >= second) ||
      this.#said.some((e) => e.reason === reason && e.message.startsWith(like))
    );
  }

  record(about: Pod): void {
    for (const { fieldPath, ...what } of this.#said)
      recordEvent(this.client, { component: 'kubelet', host: this.#node.metadata.name }, about, what, fieldPath);
  }

  /** The node has one more image. */
  addImage(image: string, sizeBytes: number): void {
    if (hasImage(this.#node, image)) return;
    this.#node = this.client.updateStatus(nodes, {
      ...this.#node,
      status: { ...this.#node.status, images: withImage(this.#node, image, sizeBytes) },
    });
  }
}

/** The instant of a timestamp in a status, in ms since 1970; 0 where there is none. */
export const instant = (text: string | undefined): Ms => parseTime(text) ?? 0;
