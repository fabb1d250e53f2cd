/**
 * Chance, from a seed. There is no global stream: every use names what it is for, and the same name gives the same
 * numbers whatever else happened before. So nothing about chance has to be saved, and a restart changes nothing.
 */
import { SAFE_ALPHABET } from '#shared/api/hash.ts';

/** A stream of numbers that depends on the seed and on the labels it was forked by, and on nothing else. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  int(below: number): number;
  /** A stream of its own for `label`, independent of how far this one has run. */
  fork(label: string): Random;
  /** `length` characters of Kubernetes' alphabet for random names. */
  suffix(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
}

/** 128 bits, so that a million objects of one design still get a million different uids. */
type Lanes = readonly [number, number, number, number];

/** Mixes a text into four lanes at once (after bryc's cyrb128, public domain). */
function mix(text: string, [a, b, c, d]: Lanes): Lanes {
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 597399067);
    b = c ^ Math.imul(b ^ k, 2869860233);
    c = d ^ Math.imul(c ^ k, 951274213);
    d = a ^ Math.imul(d ^ k, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [(a ^ b ^ c ^ d) >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

class Stream implements Random {
  readonly #origin: Lanes;
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(origin: Lanes) {
    this.#origin = origin;
    [this.#a, this.#b, this.#c, this.#d] = origin;
  }

  /** sfc32 (Chris Doty-Humphrey, public domain). */
  #draw(): number {
    const t = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  next(): number {
    return this.#draw() / 0x1_0000_0000;
  }

  int(below: number): number {
    return Math.floor(this.next() * below);
  }

  fork(label: string): Random {
    return new Stream(mix(label, this.#origin));
  }

  suffix(length: number): string {
    let out = '';
    for (let i = 0; i < length; i++) out += SAFE_ALPHABET[this.int(SAFE_ALPHABET.length)];
    return out;
  }

  uuid(): string {
    const hex = () => this.#draw().toString(16).padStart(8, '0');
    const a = hex();
    const b = hex();
    const c = hex();
    const d = hex();
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${'89ab'[Number.parseInt(c[0] as string, 16) & 3]}${c.slice(1, 4)}-${c.slice(4)}${d}`;
  }
}

/** The randomness of a design: all of it follows from `seed`. */
export function seeded(seed: number): Random {
  return new Stream(mix(String(seed), [1779033703, 3144134277, 1013904242, 2773480762]));
}
