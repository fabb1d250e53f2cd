import { expect, test } from 'vitest';
import type { CertificateSigningRequest } from '../types.ts';
import { certificateSigningRequests } from './certificate-signing-request.ts';
import { validateSignerName } from './signer-name.ts';

const metadata = { name: 'c', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const request = btoa('-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----\n');
const fields = (errors: readonly { field: string; detail: string }[] | undefined) =>
  errors?.map((e) => `${e.field}: ${e.detail.slice(0, 60)}`);

test('a request says what it is for and who signs', () => {
  const o = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata,
    spec: { request, signerName: 'foo/Bar', usages: ['client auth', 'x', 'client auth'] },
    status: {},
  } as CertificateSigningRequest;
  expect(fields(certificateSigningRequests.validate?.(o))).toEqual([
    'spec.usages[1]: Unsupported value: "x": supported values: "any", "cert sign"',
    'spec.usages[2]: Duplicate value: "client auth"',
    'spec.signerName: Invalid value: "foo": should be a domain with at least two s',
    'spec.signerName: Invalid value: "Bar": validating label "Bar": a lowercase RF',
  ]);
  expect(
    fields(certificateSigningRequests.validate?.({ ...o, spec: { ...o.spec, usages: [], signerName: 'kubernetes.io/legacy-unknown' } })),
  ).toEqual(['spec.usages: Required value', expect.stringContaining('the legacy')]);
  expect(validateSignerName('example.com/team/signer', '')).toHaveLength(1);
});

test('it is approved or denied, and what decides is True', () => {
  const condition = (type: string, status: string) => ({
    type,
    status,
    reason: '',
    message: '',
    lastUpdateTime: null,
    lastTransitionTime: null,
  });
  const o = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata,
    spec: { request, signerName: 'a.b/c', usages: ['any'] },
    status: { conditions: [condition('Approved', 'False'), condition('Denied', 'True')] },
  } as unknown as CertificateSigningRequest;
  expect(fields(certificateSigningRequests.validateStatusUpdate?.(o, o))).toEqual([
    'status.conditions[0].status: Unsupported value: "False": supported values: "True"',
    'status.conditions: Invalid value: "Denied": Approved and Denied conditions are ',
  ]);
});
