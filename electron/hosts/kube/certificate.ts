/**
 * A certificate for one launch: an authority of its own and a server certificate for the names of this machine. kubectl
 * sends its token over nothing less.
 */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What a listener serves with, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly certificate: string;
  /** The authority that clients are given to trust. */
  readonly authority: string;
  /** Signs what somebody asks the authority for. Rejects a request that cannot be read or is not signed by its own key. */
  readonly sign: (asked: Asked) => Promise<string>;
}

/** What an authority is asked to certify. */
export interface Asked {
  /** PKCS #10, as PEM. */
  readonly request: string;
  /** 'client auth', 'digital signature', …: as the API names them. */
  readonly usages: readonly string[];
  readonly seconds: number;
  readonly nowMs: number;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 86_400_000;
/** Valid from a little before now (clocks differ) for a year: a listener lives no longer than its process. */
const BEFORE_MS = DAY_MS;
const AFTER_MS = 365 * DAY_MS;

export async function makeCertificate(nowMs: number): Promise<ServerCertificate> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const notBefore = new Date(nowMs - BEFORE_MS);
  const notAfter = new Date(nowMs + AFTER_MS);
  const [authorityKeys, keys] = await Promise.all([keyPair(), keyPair()]);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=drydock-ca',
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: 'CN=kube-apiserver',
    issuer: authority.subject,
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  const sign = (asked: Asked): Promise<string> => issue(asked, authority, authorityKeys.privateKey);
  return {
    key: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    certificate: certificate.toString('pem'),
    authority: authority.toString('pem'),
    sign,
  };
}

const KEY_USAGES: Readonly<Record<string, x509.KeyUsageFlags>> = {
  'digital signature': x509.KeyUsageFlags.digitalSignature,
  'key encipherment': x509.KeyUsageFlags.keyEncipherment,
};
const EXTENDED_USAGES: Readonly<Record<string, string>> = {
  'client auth': x509.ExtendedKeyUsage.clientAuth,
  'server auth': x509.ExtendedKeyUsage.serverAuth,
};
/** Clocks differ. */
const BACKDATED_MS = 300_000;
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';

/** Who asks keeps subject and names; of what else is asked for nothing is heeded. Source: pkg/controller/certificates/authority (PermissiveSigningPolicy). */
async function issue({ request, usages, seconds, nowMs }: Asked, authority: x509.X509Certificate, signingKey: CryptoKey): Promise<string> {
  const asked = new x509.Pkcs10CertificateRequest(request);
  if (!(await asked.verify())) throw new Error('the request is not signed by its own key');
  const names = asked.getExtension(SUBJECT_ALTERNATIVE_NAME);
  const flags = usages.reduce((sum, u) => sum | (KEY_USAGES[u] ?? 0), 0);
  const extended = usages.flatMap((u) => EXTENDED_USAGES[u] ?? []);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: asked.subject,
    issuer: authority.subject,
    notBefore: new Date(nowMs - BACKDATED_MS),
    notAfter: new Date(nowMs + seconds * 1000),
    signingAlgorithm: ALGORITHM,
    publicKey: asked.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      ...(flags ? [new x509.KeyUsagesExtension(flags, true)] : []),
      ...(extended.length ? [new x509.ExtendedKeyUsageExtension(extended)] : []),
      ...(names ? [names] : []),
    ],
  });
  return certificate.toString('pem');
}

function keyPair(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}
