/** Asks for what is shown as time goes on: one question at a time, none where nothing has changed, none too soon after the last. */
export class Asking {
  readonly #restMs: (tookMs: number) => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedFor = '';
  #asking = false;

  /** `restMs` says how long nothing is asked after an answer that took so long. */
  constructor(restMs: (tookMs: number) => number) {
    this.#restMs = restMs;
  }

  /** Asks, unless `wanted` was asked for last, or a question or a rest is under way; calls `again` once it has rested. */
  ask(wanted: string, run: () => Promise<void>, again: () => void): void {
    if (wanted === this.#askedFor || this.#asking || this.#timer !== undefined) return;
    this.#askedFor = wanted;
    this.#asking = true;
    const askedAt = performance.now();
    void run()
      .catch(() => {
        this.#askedFor = ''; // the banner says what is wrong; the next look tries again
      })
      .finally(() => {
        this.#asking = false;
        this.#timer = setTimeout(
          () => {
            this.#timer = undefined;
            again();
          },
          this.#restMs(performance.now() - askedAt),
        );
      });
  }

  /** Asks no more by itself. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
