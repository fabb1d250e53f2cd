/** From a request to a certificate that opens the door. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationStore } from '#electron/storage/application-store.ts';
import type { CertificateSigningRequest } from '#shared/kinds/types.ts';
import { Desk } from '../session/desk.ts';
import { wall } from '../session/wall.ts';

const folder = mkdtempSync(join(tmpdir(), 'drydock-signer-'));
const info = { host: 'web', platform: 'linux', version: '0', nativeDialogs: false } as const;
const desk = new Desk({ info, store: new ApplicationStore(folder), wall, resources: folder, token: 'secret' });
const REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
let url = '';

beforeAll(async () => {
  x509.cryptoProvider.set(webcrypto as Crypto);
  desk.create({ temporary: true, seed: 1 });
  url = (await desk.kube.on()).url ?? '';
});
afterAll(async () => {
  await desk.kube.off();
  desk.end();
  rmSync(folder, { recursive: true, force: true });
});

function send<T>(method: string, path: string, body?: object, as: object = { headers: { authorization: 'Bearer secret' } }): Promise<T> {
  return new Promise((resolve, reject) => {
    const r = request(url, { method, path, rejectUnauthorized: false, agent: false, ...as }, (response) => {
      let text = '';
      response.on('data', (d: Buffer) => {
        text += d.toString();
      });
      response.on('end', () => resolve(JSON.parse(text) as T));
    });
    r.on('error', reject);
    r.end(body && JSON.stringify(body));
  });
}

/** Asks for a certificate and has it approved; resolves with the request as it is once somebody has answered. */
async function ask(
  name: string,
  subject: string,
  usages: readonly string[],
): Promise<{ readonly key: string; readonly answered: CertificateSigningRequest }> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as CryptoKeyPair;
  const pem = (await x509.Pkcs10CertificateRequestGenerator.create({ name: subject, keys, signingAlgorithm: ALGORITHM })).toString('pem');
  const made = await send<CertificateSigningRequest>('POST', REQUESTS, {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name },
    spec: { request: Buffer.from(pem).toString('base64'), signerName: 'kubernetes.io/kube-apiserver-client', usages },
  });
  await send('PUT', `${REQUESTS}/${name}/approval`, {
    ...made,
    status: { conditions: [{ type: 'Approved', status: 'True', reason: 'Asked', message: '' }] },
  });
  for (;;) {
    const answered = await send<CertificateSigningRequest>('GET', `${REQUESTS}/${name}`);
    if (answered.status.certificate ?? answered.status.conditions?.some((c) => c.type === 'Failed'))
      return { key: x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'), answered };
    await new Promise((r) => {
      setTimeout(r, 10);
    });
  }
}

test('a request that is approved gets a certificate, and who shows it is whom it names', async () => {
  const { key, answered } = await ask('jane', 'CN=jane,O=shop', ['client auth']);
  const cert = Buffer.from(answered.status.certificate ?? '', 'base64').toString();
  const review = await send<{ readonly status: { readonly userInfo: unknown } }>(
    'POST',
    '/apis/authentication.k8s.io/v1/selfsubjectreviews',
    { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    { key, cert },
  );
  expect(review.status.userInfo).toMatchObject({ username: 'jane', groups: ['shop', 'system:authenticated'] });
  expect(answered.metadata.managedFields?.map((f) => f.manager)).toContain('kube-controller-manager');
});

test('one for another purpose fails', async () => {
  const { answered } = await ask('server', 'CN=server', ['server auth']);
  expect(answered.status.conditions?.at(-1)).toMatchObject({
    type: 'Failed',
    reason: 'SignerValidationFailure',
    message: 'invalid usage for client certificate: server auth',
  });
});
