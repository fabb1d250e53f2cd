/** JSON merge patches. Source: RFC 7386. */
import { isObject, setOwn } from '../json.ts';

/** `target` with `patch` merged into it: null takes a key away, anything but an object replaces. Untouched parts stay identical. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const old = isObject(target) ? target : {};
  const out: Record<string, unknown> = { ...old };
  for (const [k, v] of Object.entries(patch)) {
    if (v === null) delete out[k];
    else setOwn(out, k, applyMergePatch(Object.hasOwn(old, k) ? old[k] : undefined, v));
  }
  return out;
}
