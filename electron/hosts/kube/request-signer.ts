/**
 * Signs requests for certificates once somebody has approved them, as a controller with the authority's key does: it reads
 * the requests, and writes the certificates through the API like any client. There is one while the endpoint is on, for
 * that is what its certificates are good for. Source: pkg/controller/certificates/signer.
 */
import type { CertificateSigningRequest } from '#shared/kinds/types.ts';
import { serviceAccountGroups, serviceAccountUsername } from '#engine/apiserver/authentication/users.ts';
import type { OpenDesign } from '../session/open-design.ts';
import type { Session } from '../session/session.ts';
import type { ServerCertificate } from './certificate.ts';

const REQUESTS = 'certificates.k8s.io/certificatesigningrequests';
const SIGNER = { name: serviceAccountUsername('kube-system', 'certificate-controller'), groups: serviceAccountGroups('kube-system') };
const YEAR_SECONDS = 31_536_000;
const LEAST_SECONDS = 600;
const OPTIONAL: ReadonlySet<string> = new Set(['digital signature', 'key encipherment']);

/** What each signer's certificates are for. Others are signed by somebody else, or by nobody. */
const PURPOSE: Readonly<Record<string, string>> = {
  'kubernetes.io/kube-apiserver-client': 'client auth',
  'kubernetes.io/kube-apiserver-client-kubelet': 'client auth',
  'kubernetes.io/kubelet-serving': 'server auth',
};

/** Signs what is approved until it is stopped. */
export function startSigner(design: OpenDesign, authority: ServerCertificate): () => void {
  let leave = follow(design.open);
  const ended = design.sessionChanged.on((session) => {
    leave();
    leave = follow(session);
  });
  return () => {
    leave();
    ended();
  };

  function follow(session: Session | undefined): () => void {
    if (!session || session.readOnly !== undefined) return () => undefined;
    const { store } = session.cluster.core;
    for (const o of store.list({ resource: REQUESTS })) begin(o as CertificateSigningRequest, session);
    // after the write that is being told of, not within it
    return store.observe(({ ref, after }) => {
      if (ref.resource === REQUESTS && after) setImmediate(begin, after as CertificateSigningRequest, session);
    });
  }

  /** A design that is closed meanwhile needs no certificate. */
  function begin(asked: CertificateSigningRequest, session: Session): void {
    serve(asked, session).catch(() => undefined);
  }

  async function serve(asked: CertificateSigningRequest, session: Session): Promise<void> {
    const { spec, status, metadata } = asked;
    const holds = (type: string) => status.conditions?.some((c) => c.type === type && c.status === 'True') ?? false;
    if (!PURPOSE[spec.signerName] || !holds('Approved') || holds('Denied') || holds('Failed') || status.certificate) return;
    const why = objection(spec);
    const nowMs = Date.now();
    const seconds = Math.min(YEAR_SECONDS, Math.max(LEAST_SECONDS, spec.expirationSeconds ?? YEAR_SECONDS));
    const failed = (message: string) => ({
      ...status,
      conditions: [
        ...(status.conditions ?? []),
        {
          type: 'Failed',
          status: 'True',
          reason: 'SignerValidationFailure',
          message,
          lastUpdateTime: new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z'),
        },
      ],
    });
    const signed = async () => ({
      ...status,
      certificate: Buffer.from(
        await authority.sign({ request: Buffer.from(spec.request, 'base64').toString('utf8'), usages: spec.usages ?? [], seconds, nowMs }),
      ).toString('base64'),
    });
    const next = why === undefined ? await signed().catch(() => failed('unable to parse csr')) : failed(why);
    if (session !== design.open) return;
    const path = `/apis/${REQUESTS.replace('/', '/v1/')}/${metadata.name}/status`;
    const headers = { 'content-type': 'application/json', 'user-agent': 'kube-controller-manager' };
    await session.write(() =>
      session.cluster.request({ method: 'PUT', path, headers, body: JSON.stringify({ ...asked, status: next }) }, SIGNER),
    );
  }
}

/** Why a signer will not have the request. */
function objection({ signerName, usages = [] }: CertificateSigningRequest['spec']): string | undefined {
  const purpose = PURPOSE[signerName] as string;
  const kind = purpose === 'client auth' ? 'client' : 'serving';
  const unfit = usages.find((u) => u !== purpose && !OPTIONAL.has(u));
  if (unfit !== undefined) return `invalid usage for ${kind} certificate: ${unfit}`;
  return usages.includes(purpose) ? undefined : `missing required usage for ${kind} certificate: ${purpose}`;
}
