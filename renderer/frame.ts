/** The next frame of the screen; a window that is not seen draws none, so a timer stands in for it. */

const UNSEEN_MS = 250;

/** Runs once, at the next frame or soon after. */
export function onFrame(run: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN_MS);
}
