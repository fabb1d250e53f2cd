/** A JSON value as Go's %v prints it: 'map[image:nginx name:web]', '[a b]', '<nil>'. Some of Kubernetes' errors show values so. */
import { isObject } from '../json.ts';

export function goValue(v: unknown): string {
  if (v === null || v === undefined) return '<nil>';
  if (Array.isArray(v)) return `[${v.map(goValue).join(' ')}]`;
  if (isObject(v))
    return `map[${Object.keys(v)
      .sort()
      .map((k) => `${k}:${goValue(v[k])}`)
      .join(' ')}]`;
  return String(v as string | number | boolean);
}
