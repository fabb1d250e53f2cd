/** When an object is called otherwise, what refers to it by name has to follow. */
import { isObject, setOwn, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';

/** The keys under which a reference by name stands, and the kind that is meant. */
const BY_KEY: Readonly<Record<string, { readonly kind: string; readonly field: string }>> = {
  configMapRef: { kind: 'ConfigMap', field: 'name' },
  configMapKeyRef: { kind: 'ConfigMap', field: 'name' },
  configMap: { kind: 'ConfigMap', field: 'name' },
  secretRef: { kind: 'Secret', field: 'name' },
  secretKeyRef: { kind: 'Secret', field: 'name' },
  secret: { kind: 'Secret', field: 'name' },
  service: { kind: 'Service', field: 'name' },
};
const TEXTS: Readonly<Record<string, string>> = {
  secretName: 'Secret',
  claimName: 'PersistentVolumeClaim',
  serviceAccountName: 'ServiceAccount',
  serviceAccount: 'ServiceAccount',
};

/** The object with every reference to `kind` `from` made one to `to`; the same object where there is none. */
export function following(o: ApiObject, kind: string, from: string, to: string): ApiObject {
  const { status: _s, metadata: _m, ...rest } = o as unknown as JsonObject;
  const next = walk(rest, kind, from, to, '');
  return next === rest ? o : ({ ...o, ...(next as object) } as ApiObject);
}

function walk(v: unknown, kind: string, from: string, to: string, under: string): unknown {
  if (Array.isArray(v)) {
    const next = v.map((x) => walk(x, kind, from, to, under === 'imagePullSecrets' ? 'secretRef' : under));
    return next.every((x, i) => x === v[i]) ? v : next;
  }
  if (!isObject(v)) return v;
  const named = BY_KEY[under];
  const typed = v['kind'] === kind && v['name'] === from && (under === 'scaleTargetRef' || under === 'subjects');
  const next: Record<string, unknown> = {};
  let changed = false;
  for (const [k, x] of Object.entries(v)) {
    const hit = x === from && ((named?.kind === kind && named.field === k) || TEXTS[k] === kind || (typed && k === 'name'));
    const y = hit ? to : walk(x, kind, from, to, k);
    if (y !== x) changed = true;
    setOwn(next, k, y);
  }
  return changed ? next : v;
}
