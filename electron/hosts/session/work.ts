/** Long work under way: told to the windows, and called off by them. */
import type { Progress } from '#shared/ipc/host.ts';
import { Signal } from './signal.ts';

/** A piece of long work, as the one who does it sees it. */
export interface Job {
  /** Says how far it is. */
  at(done: number, total?: number): void;
  finish(): void;
}

export class Work {
  readonly progress = new Signal<Progress>();
  readonly #jobs = new Map<string, { last: Progress; readonly cancel: () => void }>();
  #count = 0;

  /** What is under way. */
  get underWay(): readonly Progress[] {
    return [...this.#jobs.values()].map((j) => j.last);
  }

  /** Begins a piece of work. `cancel` is called where a window wants it ended. */
  begin(label: string, total: number, cancel: () => void): Job {
    const id = `work-${++this.#count}`;
    const tell = (progress: Progress) => {
      this.progress.tell(progress);
    };
    const job = { last: { id, label, done: 0, total }, cancel };
    this.#jobs.set(id, job);
    tell(job.last);
    return {
      at: (done, of = total) => {
        job.last = { id, label, done, total: of };
        tell(job.last);
      },
      finish: () => {
        if (this.#jobs.delete(id)) tell({ ...job.last, finished: true });
      },
    };
  }

  /** Ends a piece of work, where it is still under way. */
  cancel(id: string): void {
    this.#jobs.get(id)?.cancel();
  }
}
