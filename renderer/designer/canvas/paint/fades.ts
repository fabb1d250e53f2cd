/** States cross-fade: a colour that changed comes to its new one within a moment; at once where motion is not wanted. */

const FADE_MS = 140;

interface Known {
  from: string;
  to: string;
  atMs: number;
}

/** What has been painted in which colour. Ids are of the painter's choice. */
export class Fades {
  readonly #known = new Map<string, Known>();
  readonly #nowMs: () => number;
  readonly #still: () => boolean;
  #fading = false;

  constructor(nowMs: () => number, still: () => boolean) {
    this.#nowMs = nowMs;
    this.#still = still;
  }

  /** True if something painted since the last `begin` is still on its way. */
  get fading(): boolean {
    return this.#fading;
  }

  begin(): void {
    this.#fading = false;
    if (this.#known.size > 20_000) this.#known.clear();
  }

  /** The colour to paint now. */
  color(id: string, to: string): string {
    const k = this.#known.get(id);
    if (!k) {
      this.#known.set(id, { from: to, to, atMs: -Infinity });
      return to;
    }
    const now = this.#nowMs();
    if (k.to !== to) {
      k.from = this.#still() ? to : k.to;
      k.to = to;
      k.atMs = now;
    }
    const part = (now - k.atMs) / FADE_MS;
    if (part >= 1 || k.from === to) return to;
    this.#fading = true;
    return mix(k.from, to, part);
  }

  clear(): void {
    this.#known.clear();
  }
}

/** Two colours '#rrggbb' mixed. */
export function mix(a: string, b: string, part: number): string {
  const [x, y] = [parseInt(a.slice(1), 16), parseInt(b.slice(1), 16)];
  const channel = (shift: number) => Math.round(((x >> shift) & 255) * (1 - part) + ((y >> shift) & 255) * part);
  return `rgb(${channel(16)} ${channel(8)} ${channel(0)})`;
}
