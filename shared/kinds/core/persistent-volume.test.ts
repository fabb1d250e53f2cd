/** What is said of volumes and claims that are changed, and of what is old in them; with Kubernetes' own words. */
import { describe, expect, test } from 'vitest';
import { decodeValue } from '../../api/decode/decode.ts';
import { deepFreeze } from '../../api/json.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../types.ts';
import { persistentVolumeClaims } from './persistent-volume-claim.ts';
import { persistentVolumes } from './persistent-volume.ts';

type Json = Record<string, unknown>;
const NOW = '2026-01-01T00:00:00Z';
const LATER = '2026-01-02T00:00:00Z';
const BETA = 'volume.beta.kubernetes.io/storage-class';
const said = (errors: readonly { readonly field: string; readonly detail: string }[]) => errors.map((e) => `${e.field}: ${e.detail}`);
const metadata = { name: 'v', uid: 'u', resourceVersion: '1', creationTimestamp: NOW };

function volume(spec: Json, annotations: Json = {}): PersistentVolume {
  const { value } = decodeValue<PersistentVolume>('PersistentVolume', {
    metadata: { ...metadata, annotations },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' }, ...spec },
  });
  return deepFreeze(persistentVolumes.prepareCreate!(persistentVolumes.default!(deepFreeze(value))));
}
function claim(spec: Json, annotations: Json = {}): PersistentVolumeClaim {
  const { value } = decodeValue<PersistentVolumeClaim>('PersistentVolumeClaim', {
    metadata: { ...metadata, annotations },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  });
  return deepFreeze(persistentVolumeClaims.prepareCreate!(persistentVolumeClaims.default!(deepFreeze(value))));
}
const onNodes = (key: string, value = 'a') => ({
  nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }] } },
});

describe('a volume', () => {
  const changed = (from: Json, to: Json) => said(persistentVolumes.validateUpdate!(volume(to), volume(from)));
  test('stays where it is, and is shown what was to change', () => {
    expect(changed({}, { hostPath: { path: '/y' } })).toEqual([
      'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation\n@@ -2,7 +2,7 @@\n  "GCEPersistentDisk": null,\n  "AWSElasticBlockStore": null,\n  "HostPath": {\n-  "Path": "/x",\n+  "Path": "/y",\n   "Type": ""\n  },\n  "Glusterfs": null,\n',
    ]);
    const csi = { hostPath: undefined, csi: { driver: 'd', volumeHandle: 'h' } };
    expect(changed(csi, { ...csi, csi: { ...csi.csi, fsType: 'xfs' } })[0]).toContain('-  "FSType": "",\n+  "FSType": "xfs",\n');
  });
  test('stays with its nodes, whose labels may be called as they are called by now', () => {
    expect(changed(onNodes('a'), onNodes('b'))).toEqual([
      'nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":[{"Key":"b","Operator":"In","Values":["a"]}],"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA',
    ]);
    expect(changed(onNodes('failure-domain.beta.kubernetes.io/zone'), onNodes('topology.kubernetes.io/zone'))).toEqual([]);
  });
  test('is held to labels that can be, unless it never was', () => {
    expect(changed(onNodes('a'), onNodes('a', '-')).length).toBeGreaterThan(1);
    expect(changed(onNodes('a', '-'), onNodes('a', '-'))).toEqual([]);
  });
  test('keeps when its phase changed', () => {
    const o = volume({});
    const to = (status: PersistentVolume['status']) =>
      persistentVolumes.prepareStatusUpdate!({ ...o, status }, o, LATER).status?.lastPhaseTransitionTime;
    expect(to({ ...o.status, phase: 'Available' })).toBe(LATER);
    expect(to({ ...o.status, phase: 'Available', lastPhaseTransitionTime: '2026-01-03T00:00:00Z' })).toBe('2026-01-03T00:00:00Z');
    expect(to({ ...o.status, message: 'x' })).toBe(NOW);
  });
  test('is warned of what is old in it', () => {
    expect(
      persistentVolumes.warnings!(
        volume(onNodes('beta.kubernetes.io/os'), { [BETA]: 'x', 'volume.beta.kubernetes.io/mount-options': 'ro' }),
      ),
    ).toEqual([
      `metadata.annotations[${BETA}]: deprecated since v1.8; use "storageClassName" attribute instead`,
      'metadata.annotations[volume.beta.kubernetes.io/mount-options]: deprecated since v1.31; use "mountOptions" attribute instead',
      'spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead',
    ]);
  });
});

describe('a claim', () => {
  const changed = (from: PersistentVolumeClaim, to: PersistentVolumeClaim) => said(persistentVolumeClaims.validateUpdate!(to, from));
  test('keeps the class its annotation names', () =>
    expect(changed(claim({}, { [BETA]: 'x' }), claim({}, { [BETA]: 'y' }))).toEqual([
      `metadata.annotations.${BETA}: Invalid value: "y": field is immutable`,
    ]));
  test('is told twice what is wrong with it', () => {
    const bad = changed(claim({}), claim({ volumeMode: 'Foo' }));
    const wrong = 'spec.volumeMode: Unsupported value: "Foo": supported values: "Block", "Filesystem"';
    expect(bad.slice(0, 2)).toEqual([wrong, wrong]);
  });
});
