/** The next frame of the screen; a window that is not seen draws none, so a timer stands in for it. */

const UNSEEN_MS = 250;
/** What costs no more than this is no burden to anybody. */
const LIGHT_MS = 12;
/** No rest is longer: who looks on wants to see things move. */
const LONGEST_REST_MS = 300;

/** How long to rest after work of so many ms: as long as it took, so that half of the time is left to the person's hands. */
export function restAfter(costMs: number): number {
  return costMs <= LIGHT_MS ? 0 : Math.min(costMs, LONGEST_REST_MS);
}

let restUntil = 0;

/** Runs once, at the next frame or soon after; later where the last run, with all that followed from it, was heavy. */
export function onFrame(run: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    const begunMs = performance.now();
    run();
    // What it changed is shown by the end of this task.
    setTimeout(() => {
      const now = performance.now();
      restUntil = now + restAfter(now - begunMs);
    });
  };
  const atFrame = () => {
    if (performance.now() < restUntil) frame = requestAnimationFrame(atFrame);
    else once();
  };
  let frame = requestAnimationFrame(atFrame);
  const timer = setTimeout(once, UNSEEN_MS + Math.max(0, restUntil - performance.now()));
}
