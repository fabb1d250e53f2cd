/**
 * What is said of a TLS Secret whose certificate and key cannot be a pair. Source: registry/core/secret warningsForSecret,
 * Go's crypto/tls X509KeyPair. Whether a certificate that can be read belongs to the key is not looked at.
 */
import { bytesOfBase64, textOfBase64 } from '../../api/base64.ts';

/** A block of PEM: 'CERTIFICATE', and the bytes in it. */
interface Block {
  readonly type: string;
  readonly bytes: readonly number[];
}

const BLOCK = /^-----BEGIN ([^\n]*)-----[ \t]*\r?\n([\s\S]*?)^-----END \1-----/gm;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

function blocksOf(data: string | undefined): readonly Block[] {
  return [...textOfBase64(data ?? '').matchAll(BLOCK)].flatMap(([, type = '', body = '']) => {
    const text = body.replace(/\s/g, '');
    return BASE64.test(text) && text.length % 4 === 0 ? [{ type, bytes: bytesOfBase64(text) }] : [];
  });
}

/** `data` is a Secret's of type kubernetes.io/tls. */
export function keyPairWarnings(data: Readonly<Record<string, string>>): readonly string[] {
  const certificates = blocksOf(data['tls.crt']);
  const keys = blocksOf(data['tls.key']);
  const types = (blocks: readonly Block[]) => `[${blocks.map((b) => b.type).join(' ')}]`;
  const first = certificates.find((b) => b.type === 'CERTIFICATE');
  const only = (blocks: readonly Block[]) => (blocks.length === 1 ? (blocks[0] as Block).type : '');
  if (certificates.length === 0) return ['tls: failed to find any PEM data in certificate input'];
  if (!first && only(certificates).endsWith('PRIVATE KEY'))
    return ['tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'];
  if (!first)
    return [
      `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: ${types(certificates)}`,
    ];
  if (keys.some((b) => b.type === 'PRIVATE KEY' || b.type.endsWith(' PRIVATE KEY')))
    return isWholeElement(first.bytes) ? [] : ['x509: malformed certificate'];
  if (keys.length === 0) return ['tls: failed to find any PEM data in key input'];
  return [
    only(keys) === 'CERTIFICATE'
      ? 'tls: found a certificate rather than a key in the PEM for the private key'
      : `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: ${types(keys)}`,
  ];
}

const SEQUENCE = 0x30;
const LONG_FORM = 0x80;

/** Whether bytes begin with a sequence of DER that is there as a whole, as every certificate does. */
function isWholeElement([tag, length = 0, ...rest]: readonly number[]): boolean {
  if (tag !== SEQUENCE) return false;
  if (length < LONG_FORM) return rest.length >= length;
  const digits = length - LONG_FORM;
  return rest.length - digits >= rest.slice(0, digits).reduce((n, byte) => n * 256 + byte, 0);
}
