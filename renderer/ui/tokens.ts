/** The tokens' values for what is drawn on a canvas, where custom properties do not reach. */

/** Reads `--name` of the root as it is now. Ask again when the theme has changed. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
