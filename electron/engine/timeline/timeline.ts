/** Reading the past of one cluster. Everything is derived from the log; nothing here writes. */
import { groupOf, type ApiObject } from '#shared/api/object.ts';
import { keyOf, parseKey } from '#shared/api/ref.ts';
import type { Ms } from '#shared/api/time.ts';
import type { HistogramBar, Lane, LogRow, UsagePoint, UsageRow } from '#shared/ipc/timeline.ts';
import type { ObjectReference } from '#shared/kinds/types.ts';
import type { Resources } from '../apiserver/resources.ts';
import { prefixEnd, type Entry, type Revision, type RevisionLog } from '../store/log.ts';
import type { ObjectStore } from '../store/store.ts';
import { causes } from './causes.ts';
import { changesBetween } from './changes.ts';
import { Chronicle } from './chronicle.ts';
import { histogram } from './histogram.ts';
import { Kinship } from './kin.ts';
import { lanes, type LaneQuery } from './lanes.ts';
import { rows, type RowQuery } from './rows.ts';
import { topAt, usageOver, type TopQuery, type UsageQuery, type UsageSources } from './usage.ts';
import { WorkloadTurns } from './workload-turns.ts';

export class Timeline {
  readonly #log: RevisionLog;
  readonly #store: ObjectStore;
  readonly #resources: Resources;
  readonly #chronicle: Chronicle;
  readonly #kinship: Kinship;
  readonly #workloadTurns: WorkloadTurns;

  constructor(log: RevisionLog, store: ObjectStore, resources: Resources) {
    this.#log = log;
    this.#store = store;
    this.#resources = resources;
    this.#chronicle = new Chronicle(log);
    this.#kinship = new Kinship(log, (key) => store.get(parseKey(key)));
    this.#workloadTurns = new WorkloadTurns(log, this.#kinship);
  }

  /** Reads the log's table of contents up to its end, or until `stop` says so; true once that is done. Others do it where nobody has. */
  prepare(stop: () => boolean): boolean {
    return this.#chronicle.catchUp(stop);
  }

  /** The newest revision at or before an instant, 0 where there is none. */
  revisionAt(atMs: Ms): Revision {
    return this.#current().revisionAt(atMs);
  }

  /** When a revision was written. */
  timeOf(revision: Revision): Ms {
    return this.#current().timeOf(revision);
  }

  /** What was alive at a revision, in key order. */
  snapshot(at: Revision): Iterable<Entry> {
    return this.#log.range('', prefixEnd(''), at);
  }

  /** What turns one instant into another, later or earlier. */
  changes(from: Revision, to: Revision): ReadonlyMap<string, ApiObject | undefined> {
    return changesBetween(this.#log, from, to);
  }

  histogram(fromMs: Ms, toMs: Ms, bars: number): readonly HistogramBar[] {
    return histogram(this.#current(), fromMs, toMs, bars);
  }

  lanes(query: LaneQuery): readonly Lane[] {
    return lanes(
      {
        log: this.#log,
        chronicle: this.#current(),
        kinship: this.#kinship,
        workloadTurns: this.#workloadTurns,
        keyOfReference: (r) => this.#keyOfReference(r),
      },
      query,
    );
  }

  rows(query: RowQuery): readonly LogRow[] {
    return rows(this.#log, query);
  }

  usage(query: UsageQuery): readonly UsagePoint[] {
    return usageOver(this.#usageSources, query);
  }

  top(query: TopQuery): readonly UsageRow[] {
    return topAt(this.#usageSources, query);
  }

  causes(key: string, at?: Revision): readonly LogRow[] {
    return causes(this.#log, key, at);
  }

  get #usageSources(): UsageSources {
    return { log: this.#log, store: this.#store, revisionAt: (ms) => this.revisionAt(ms) };
  }

  #current(): Chronicle {
    this.#chronicle.catchUp();
    return this.#chronicle;
  }

  #keyOfReference({ apiVersion = 'v1', kind = '', namespace = '', name = '' }: ObjectReference): string | undefined {
    const resource = this.#resources.byGroupKind(groupOf(apiVersion), kind);
    return resource && keyOf({ resource: resource.id, namespace: resource.definition.namespaced ? namespace : '', name });
  }
}
