/**
 * How workloads fared, their pods seen too: what shared/graph/workload-state.ts says of the present, read from lives.
 * Only workloads with a pod that failed are looked into; all others fared as they say themselves.
 */
import { parseKey, type ResourceId } from '#shared/api/ref.ts';
import { isOver } from '#shared/graph/figures.ts';
import { stateAmongPods } from '#shared/graph/workload-state.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Revision, RevisionLog } from '../store/log.ts';
import { livedIn, type Chronicle, type Life, type Turn } from './chronicle.ts';
import type { Kin, Kinship } from './kin.ts';

const PODS = 'core/pods/';
/** What controls pods, or what does. */
const WORKLOADS: readonly ResourceId[] = [
  'apps/deployments',
  'apps/replicasets',
  'apps/statefulsets',
  'apps/daemonsets',
  'batch/cronjobs',
  'batch/jobs',
  'core/replicationcontrollers',
];

/** Who lived when; revisions as in `livedIn`. */
export interface Span {
  readonly from: Revision;
  readonly to: Revision;
  readonly namespace?: string | undefined;
}

interface Workload {
  readonly life: Life;
  readonly kin: Kin;
  readonly pods: Life[];
  failing: boolean;
}

/** What a turn of a pod adds to its workload's count. */
interface Step {
  readonly revision: Revision;
  readonly failed: number;
  readonly ready: number;
}

export class WorkloadTurns {
  readonly #log: RevisionLog;
  readonly #kinship: Kinship;
  /** By key and the revision a pod came with: when it was over, Infinity where it went before. Kept where that is settled. */
  readonly #over = new Map<string, Revision>();

  constructor(log: RevisionLog, kinship: Kinship) {
    this.#log = log;
    this.#kinship = kinship;
  }

  /** By key: the turns of workloads that fared otherwise, for their pods, than they say. */
  over(chronicle: Chronicle, { from, to, namespace }: Span): ReadonlyMap<string, readonly Turn[]> {
    const shown = (life: Life) => livedIn(life, from, to) && (namespace === undefined || namespace === parseKey(life.key).namespace);
    const pods = [...chronicle.lives(PODS)].filter(shown);
    const failing = new Set(pods.filter(({ turns }) => turns.some((t, i) => t.state === 'failed' && overlaps(turns, i, from, to))));
    if (failing.size === 0) return new Map();
    const byUid = new Map<string, Workload>();
    for (const resource of WORKLOADS)
      for (const life of chronicle.lives(`${resource}/`)) {
        const kin = shown(life) ? this.#kinship.of(life, to) : undefined;
        if (kin) byUid.set(kin.uid, { life, kin, pods: [], failing: false });
      }
    const namespaces = new Set(Array.from(failing, (p) => parseKey(p.key).namespace));
    for (const pod of pods)
      if (namespaces.has(parseKey(pod.key).namespace)) {
        let above = byUid.get(this.#kinship.of(pod, to)?.controller ?? '');
        for (; above; above = byUid.get(above.kin.controller ?? '')) {
          above.pods.push(pod);
          above.failing ||= failing.has(pod);
        }
      }
    const turns = new Map<string, readonly Turn[]>();
    for (const w of byUid.values()) if (w.failing) turns.set(w.life.key, this.#turns(w));
    return turns;
  }

  #turns({ life, kin, pods }: Workload): readonly Turn[] {
    const steps = pods.flatMap((p) => this.#steps(p)).sort((a, b) => a.revision - b.revision);
    const result: Turn[] = [];
    let failed = 0;
    let ready = 0;
    let own: Turn['state'] = 'gone';
    let i = 0;
    let j = 0;
    while (i < life.turns.length || j < steps.length) {
      const revision = Math.min(life.turns[i]?.revision ?? Infinity, steps[j]?.revision ?? Infinity);
      for (; life.turns[i]?.revision === revision; i++) own = (life.turns[i] as Turn).state;
      for (; steps[j]?.revision === revision; j++) {
        failed += (steps[j] as Step).failed;
        ready += (steps[j] as Step).ready;
      }
      const state = own === 'gone' ? own : stateAmongPods(kin.kind, own, failed > 0, ready > 0);
      if (state !== (result.at(-1)?.state ?? 'gone')) result.push({ revision, state });
    }
    return result;
  }

  /** What a pod that is not over adds, and takes away again. */
  #steps({ key, turns }: Life): readonly Step[] {
    const steps: Step[] = [];
    let came: Turn | undefined;
    for (const [i, turn] of turns.entries()) {
      if (turn.state === 'gone') {
        came = undefined;
        continue;
      }
      came ??= turn;
      if (turn.state !== 'failed' && turn.state !== 'ready') continue;
      const gone = turns.slice(i).find((t) => t.state === 'gone');
      const until = Math.min(turns[i + 1]?.revision ?? Infinity, this.#overAt(key, came.revision, gone?.revision));
      if (until <= turn.revision) continue;
      const [failed, ready] = turn.state === 'failed' ? [1, 0] : [0, 1];
      steps.push({ revision: turn.revision, failed, ready });
      if (until < Infinity) steps.push({ revision: until, failed: -failed, ready: -ready });
    }
    return steps;
  }

  /** When a pod that came with a revision was over (none is so for a while only); Infinity where it is not, or went first. */
  #overAt(key: string, came: Revision, gone: Revision | undefined): Revision {
    const id = `${key}@${came}`;
    const known = this.#over.get(id);
    if (known !== undefined) return known;
    const alive = gone === undefined ? this.#kinship.alive(key) : undefined;
    if (alive && !isOver(alive as Pod)) return Infinity;
    const upTo = gone ?? this.#log.head;
    const last = this.#log.latest(key, upTo)?.value;
    const first =
      last && isOver(last as Pod) ? this.#log.history(key, came - 1, upTo).find((e) => isOver(e.value as Pod))?.revision : undefined;
    if (gone !== undefined || first !== undefined) this.#over.set(id, first ?? Infinity);
    return first ?? Infinity;
  }
}

function overlaps(turns: readonly Turn[], i: number, from: Revision, to: Revision): boolean {
  return (turns[i] as Turn).revision <= to && (turns[i + 1]?.revision ?? Infinity) > from;
}
