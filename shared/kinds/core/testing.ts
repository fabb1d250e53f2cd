/** Pods to test with, and what is said against them. */
import { decodeValue } from '../../api/decode/decode.ts';
import { deepFreeze } from '../../api/json.ts';
import type { Pod } from '../types.ts';
import { pods } from './pod.ts';

/** A part of an object as YAML says it. */
export type Json = Record<string, unknown>;
/** The least a container says. */
export const APP = { name: 'app', image: 'nginx:1.27' };
/** When the pods are made. */
export const NOW = '2026-01-01T00:00:00Z';

/** A pod as the pipeline brings it to the checks. */
export function pod(spec: Json, metadata: Json = {}, status: Json = {}): Pod {
  const { value } = decodeValue<Pod>('Pod', {
    metadata: { name: 'p', uid: 'u', resourceVersion: '1', creationTimestamp: NOW, ...metadata },
    spec: { containers: [APP], ...spec },
    status,
  });
  const complete = pods.default?.(deepFreeze(value)) ?? value;
  const o = pods.prepareCreate?.(complete) ?? complete;
  return deepFreeze({ ...o, status: { ...o.status, ...value.status } });
}

/** Errors as field and words. */
export const said = (errors: readonly { readonly field: string; readonly detail: string }[]) =>
  errors.map((e) => `${e.field}: ${e.detail}`);
/** A spec with one container that says more. */
export const container = (more: Json) => ({ containers: [{ ...APP, ...more }] });
