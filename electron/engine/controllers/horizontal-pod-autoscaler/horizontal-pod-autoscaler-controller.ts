/**
 * Scales workloads by what their pods use, every fifteen seconds: measures each metric, takes the one that asks for most,
 * and goes there as far as bounds and behaviour let it. Source: pkg/controller/podautoscaler (horizontal.go).
 */
import { equal } from '#shared/api/json.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { parseTime, type Ms } from '#shared/api/time.ts';
import { horizontalPodAutoscalers } from '#shared/kinds/autoscaling/horizontal-pod-autoscaler.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { HorizontalPodAutoscaler } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { SAMPLED_EVERY_MS } from '../../metrics/usage.ts';
import type { Controller } from '../controller.ts';
import { recordEvent } from '../events.ts';
import { Rounds } from '../rounds.ts';
import { limit, memoryMs, rulesOf, type Said } from './limits.ts';
import { measure, type Measured, type MetricSpec, type MetricStatus, type Unmeasured } from './metrics.ts';
import { formatPast, PAST, pastOf, withRecommendation, type Past } from './past.ts';
import { TOLERANCE } from './replica-count.ts';
import { resize, scaleTargetOf, type ScaleTarget } from './scale-target.ts';

const NAME = 'horizontal-pod-autoscaler';
const EVERY_MS: Ms = SAMPLED_EVERY_MS;
/** What is scaled by where nothing is said. */
const USUAL: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };

type Conditions = NonNullable<NonNullable<HorizontalPodAutoscaler['status']>['conditions']>;

/** Each autoscaler has its rounds from when it was made, the first only after a while, as its delayed queue has it in Kubernetes. */
export function horizontalPodAutoscalerController(): Controller {
  const rounds = new Rounds(EVERY_MS);
  return {
    name: NAME,
    watches: [
      {
        resource: resourceOf(horizontalPodAutoscalers),
        keys: ({ ref, before }) => (before ? [] : [localKey(ref.namespace, ref.name)]),
      },
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const h = client.get(horizontalPodAutoscalers, namespace, name);
      if (!h || h.metadata.deletionTimestamp) {
        rounds.end(key);
        return undefined;
      }
      const { isDue, nextInMs } = rounds.take(key, parseTime(h.metadata.creationTimestamp) ?? 0, client.wallMs);
      if (isDue) new Round(h, client).run();
      return { requeueAfter: nextInMs, urgency: 'background' };
    },
  };
}

/** One look at one autoscaler. */
class Round {
  readonly #h: HorizontalPodAutoscaler;
  readonly #client: Client;
  #conditions: Conditions;
  #metrics: readonly MetricStatus[] | undefined;
  #past: Past;

  constructor(h: HorizontalPodAutoscaler, client: Client) {
    this.#h = h;
    this.#client = client;
    this.#conditions = h.status?.conditions ?? [];
    this.#metrics = h.status?.currentMetrics;
    this.#past = pastOf(h);
  }

  run(): void {
    const target = scaleTargetOf(this.#h, this.#client);
    if ('fault' in target) {
      this.#say('Warning', 'FailedGetScale', target.fault);
      this.#set('AbleToScale', 'False', {
        reason: 'FailedGetScale',
        message: `the HPA controller was unable to get the target's current scale: ${target.fault}`,
      });
      return this.#report(this.#h.status?.currentReplicas ?? 0, this.#h.status?.desiredReplicas ?? 0, false);
    }
    this.#set('AbleToScale', 'True', {
      reason: 'SucceededGetScale',
      message: "the HPA controller was able to get the target's current scale",
    });
    const decided = this.#decide(target);
    if (!decided) return this.#report(target.replicas, this.#h.status?.desiredReplicas ?? 0, false);
    const { replicas, why } = decided;
    const rescale = replicas !== target.replicas;
    if (rescale) {
      resize(target, replicas, this.#client);
      this.#set('AbleToScale', 'True', {
        reason: 'SucceededRescale',
        message: `the HPA controller was able to update the target scale to ${replicas}`,
      });
      this.#say('Normal', 'SuccessfulRescale', `New size: ${replicas}; reason: ${why}`);
      this.#past = { ...this.#past, changed: [...this.#past.changed, [this.#client.wallMs, replicas - target.replicas]] };
    }
    this.#report(target.replicas, replicas, rescale);
  }

  /** The size to have, undefined where nothing could be measured. */
  #decide(target: ScaleTarget): { readonly replicas: number; readonly why: string } | undefined {
    const { minReplicas: min = 1, maxReplicas: max } = this.#h.spec;
    const current = target.replicas;
    if (current === 0 && min !== 0) {
      this.#set('ScalingActive', 'False', {
        reason: 'ScalingDisabled',
        message: 'scaling is disabled since the replica count of the target is zero',
      });
      return { replicas: 0, why: '' };
    }
    if (current > max) return { replicas: max, why: 'Current number of replicas above Spec.MaxReplicas' };
    if (current < min) return { replicas: min, why: 'Current number of replicas below Spec.MinReplicas' };
    const most = this.#measure(target);
    if (!most) return undefined;
    const { wallMs } = this.#client;
    const keepMs = memoryMs(this.#h);
    const begun = this.#past.recommended.length ? this.#past : withRecommendation(this.#past, wallMs, current, keepMs);
    this.#past = withRecommendation(begun, wallMs, most.replicas, keepMs);
    const { replicas, stabilised, limited } = limit(this.#h, current, most.replicas, this.#past, wallMs);
    this.#set('AbleToScale', 'True', stabilised ?? { reason: 'ReadyForNewScale', message: 'recommended size matches current size' });
    this.#set(
      'ScalingLimited',
      limited ? 'True' : 'False',
      limited ?? { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' },
    );
    return { replicas, why: most.replicas > current ? `${most.name} above target` : 'All metrics below target' };
  }

  #measure(target: ScaleTarget): Measured | undefined {
    const { client, namespace } = { client: this.#client, namespace: this.#h.metadata.namespace ?? '' };
    const own = client.list(pods, { namespace }).filter((p) => target.selects(p.metadata.labels));
    const { up, down } = rulesOf(this.#h);
    const tolerances = {
      up: up.tolerance === undefined ? TOLERANCE : Number(up.tolerance),
      down: down.tolerance === undefined ? TOLERANCE : Number(down.tolerance),
    };
    const specs = this.#h.spec.metrics?.length ? this.#h.spec.metrics : [USUAL];
    const results = specs.map((m) => measure(m, { client, namespace, pods: own, current: target.replicas, tolerances }));
    const good = results.filter((r): r is Measured => 'replicas' in r);
    const bad = results.filter((r): r is Unmeasured => !('replicas' in r));
    this.#metrics = results.map((r) => ('replicas' in r ? r.status : { type: '' })); // what could not be measured has its place
    const most = good.reduce<Measured | undefined>((a, b) => (!a || b.replicas > a.replicas ? b : a), undefined);
    const [first] = bad;
    // what is not known may mean more: only an increase is safe then
    if (first && (!most || most.replicas < target.replicas)) {
      for (const b of bad) this.#say('Warning', b.reason, b.message);
      this.#say(
        'Warning',
        'FailedComputeMetricsReplicas',
        `invalid metrics (${bad.length} invalid out of ${specs.length}), first error is: failed to get ${first.kind} metric value: ${first.message}`,
      );
      this.#set('ScalingActive', 'False', {
        reason: first.reason,
        message: `the HPA was unable to compute the replica count: ${first.message}`,
      });
      return undefined;
    }
    if (most)
      this.#set('ScalingActive', 'True', {
        reason: 'ValidMetricFound',
        message: `the HPA was able to successfully calculate a replica count from ${most.name}`,
      });
    return most;
  }

  #set(type: string, status: 'True' | 'False', { reason, message }: Said): void {
    const known = this.#conditions.find((c) => c.type === type);
    const next = {
      type,
      status,
      lastTransitionTime: known?.status === status && known.lastTransitionTime ? known.lastTransitionTime : this.#client.timestamp,
      reason,
      message,
    };
    this.#conditions = known ? this.#conditions.map((c) => (c === known ? next : c)) : [...this.#conditions, next];
  }

  #say(type: 'Normal' | 'Warning', reason: string, message: string): void {
    recordEvent(this.#client, { component: NAME }, this.#h, { type, reason, message });
  }

  #report(current: number, desired: number, rescaled: boolean): void {
    const { metadata, status } = this.#h;
    const past = formatPast(this.#past);
    const kept =
      past !== ';' && past !== (metadata.annotations?.[PAST] ?? '')
        ? this.#client.update(horizontalPodAutoscalers, {
            ...this.#h,
            metadata: { ...metadata, annotations: { ...metadata.annotations, [PAST]: past } },
          })
        : this.#h;
    const last = rescaled ? this.#client.timestamp : status?.lastScaleTime;
    const next = {
      ...(last === undefined ? {} : { lastScaleTime: last }),
      ...(current ? { currentReplicas: current } : {}),
      desiredReplicas: desired,
      ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
      currentMetrics: this.#metrics ?? null,
      conditions: this.#conditions,
    } as NonNullable<HorizontalPodAutoscaler['status']>;
    if (!equal(next, status)) this.#client.updateStatus(horizontalPodAutoscalers, { ...kept, status: next } as HorizontalPodAutoscaler);
  }
}
