/**
 * What plugins make of a pod's spec, remembered by the spec: thousands of pods of one template are completed once and
 * share the result.
 */
import { deepFreeze } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import type { Pod, PodSpec } from '#shared/kinds/types.ts';

/** `complete`, remembered for each spec under the `key` it was last asked with. The key says all else that it depends on. */
export function completesSpec<K extends readonly unknown[]>(
  complete: (spec: PodSpec, ...key: K) => PodSpec,
): (o: ApiObject, ...key: K) => Pod {
  const known = new WeakMap<PodSpec, { readonly key: K; readonly result: PodSpec }>();
  return (o, ...key) => {
    const pod = o as Pod;
    const { spec } = pod;
    let last = known.get(spec);
    if (!last || last.key.some((k, i) => k !== key[i])) {
      const result = complete(spec, ...key);
      last = { key, result: result === spec ? spec : deepFreeze(result) };
      if (Object.isFrozen(spec)) known.set(spec, last);
    }
    return last.result === spec ? pod : { ...pod, spec: last.result };
  };
}
