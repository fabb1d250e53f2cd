import { expect, test } from 'vitest';
import { base64Bytes, base64Text } from '../../api/base64.ts';
import type { Secret } from '../types.ts';
import { secrets } from './secret.ts';

const pem = (type: string, bytes: readonly number[]) => `-----BEGIN ${type}-----\n${base64Bytes(bytes)}\n-----END ${type}-----\n`;
const CERTIFICATE = pem('CERTIFICATE', [0x30, 1, 0]);
const KEY = pem('RSA PRIVATE KEY', [0x30, 1, 0]);

test.each<readonly [certificate: string, key: string, warning?: string]>([
  ['x', 'y', 'tls: failed to find any PEM data in certificate input'],
  [
    KEY,
    CERTIFICATE,
    'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
  ],
  [
    pem('A', [1]),
    KEY,
    'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [A]',
  ],
  [CERTIFICATE, 'y', 'tls: failed to find any PEM data in key input'],
  [CERTIFICATE, CERTIFICATE, 'tls: found a certificate rather than a key in the PEM for the private key'],
  [pem('CERTIFICATE', [0x30, 9, 0]), KEY, 'x509: malformed certificate'],
  [CERTIFICATE, KEY],
])('a TLS secret that is no pair of certificate and key is warned of (%#)', (certificate = '', key = '', ...warnings) => {
  const o = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': base64Text(certificate), 'tls.key': base64Text(key) },
  } as unknown as Secret;
  expect(secrets.warnings!(o)).toEqual(warnings);
  expect(secrets.warnings!({ ...o, type: 'Opaque' })).toEqual([]);
});
