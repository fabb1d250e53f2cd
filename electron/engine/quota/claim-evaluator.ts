/** What a claim uses up of a quota, in all and of its storage class. Source: pkg/quota/v1/evaluator/core/persistent_volume_claims.go. */
import { compareQuantity, parseQuantity, quantity, type Quantity } from '#shared/api/quantity.ts';
import { satisfies, type Operator } from '#shared/api/selector.ts';
import { storageClassOf } from '#shared/kinds/core/volume-claims.ts';
import type { PersistentVolumeClaim } from '#shared/kinds/types.ts';
import type { Evaluator } from './evaluator.ts';

const CLAIMS = 'persistentvolumeclaims';
const STORAGE = 'requests.storage';
const COUNT = 'count/persistentvolumeclaims';
/** '<class>.storageclass.storage.k8s.io/requests.storage' counts one class only. */
const OF_CLASS = '.storageclass.storage.k8s.io/';

const one = quantity(1);

export const claimEvaluator: Evaluator = {
  updates: true,
  counts: (name) =>
    name === COUNT || name === CLAIMS || name === STORAGE || name.endsWith(OF_CLASS + CLAIMS) || name.endsWith(OF_CLASS + STORAGE),
  usage(o) {
    const claim = o as PersistentVolumeClaim;
    const used: Record<string, Quantity> = { [COUNT]: one, [CLAIMS]: one };
    const ofClass = storageClassOf(claim.metadata, claim.spec.storageClassName);
    const size = sizeOf(claim);
    if (ofClass) used[ofClass + OF_CLASS + CLAIMS] = one;
    if (size) {
      used[STORAGE] = size;
      if (ofClass) used[ofClass + OF_CLASS + STORAGE] = size;
    }
    return used;
  },
  inScope(o, { scopeName, operator, values }) {
    if (scopeName !== 'VolumeAttributesClass') return false;
    const { spec, status } = o as PersistentVolumeClaim;
    const names = [
      ...new Set(
        [
          spec.volumeAttributesClassName,
          status?.currentVolumeAttributesClassName,
          status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
        ].flatMap((n) => (n ? [n] : [])),
      ),
    ];
    const fits = (name: string | undefined) =>
      satisfies(
        { key: scopeName, operator: operator as Operator, values: values ?? [] },
        name === undefined ? undefined : { [scopeName]: name },
      );
    return names.length ? names.some(fits) : fits(undefined);
  },
};

/** What is asked for, or what is allocated where that is more. */
function sizeOf({ spec, status }: PersistentVolumeClaim): Quantity | undefined {
  const asked = spec.resources?.requests?.['storage'];
  const allocated = status?.allocatedResources?.['storage'];
  if (asked === undefined) return undefined;
  const a = parseQuantity(asked);
  const b = allocated === undefined ? a : parseQuantity(allocated);
  return compareQuantity(a, b) < 0 ? b : a;
}
