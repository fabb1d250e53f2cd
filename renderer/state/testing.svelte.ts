/** For tests of state: an effect outside of any component. */

/** Runs `effect` now and whenever what it read has changed (at the next flushSync). Returns what stops it. */
export function effectRoot(effect: () => void): () => void {
  return $effect.root(() => {
    $effect.pre(effect);
  });
}
