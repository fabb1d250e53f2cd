/**
 * Says yes or no to a request for a certificate: certificatesigningrequests/approval. Only the conditions are written, by
 * who may approve for that signer. Source: pkg/registry/certificates, plugin/pkg/admission/certificates/approval.
 */
import { forbidden, notFound } from '#shared/api/errors.ts';
import { certificateSigningRequests } from '#shared/kinds/certificates/certificate-signing-request.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { CertificateSigningRequest } from '#shared/kinds/types.ts';
import { authorize } from '../authorization/authorizer.ts';
import { timestamp } from '../context.ts';
import { updateObject } from '../lifecycle/update.ts';
import type { SubresourceHandler, SubresourceRequest } from './handler.ts';

const REQUESTS = resourceOf(certificateSigningRequests);

function requestOf({ core, resource, name }: SubresourceRequest): CertificateSigningRequest {
  const found = core.store.get({ resource: REQUESTS, namespace: '', name });
  if (!found) throw notFound(resource.about, name);
  return found as CertificateSigningRequest;
}

/** A signer is named 'domain/path'; who may approve for all of a domain's has the right to 'domain/*'. */
function mayApprove({ core, user }: SubresourceRequest, signer: string): boolean {
  const about = { verb: 'approve', group: 'certificates.k8s.io', resource: 'signers', subresource: '', namespace: '' };
  return [signer, `${signer.split('/')[0] ?? ''}/*`].some((name) => authorize(core, user, { ...about, name }).allowed);
}

/** GET, PUT and PATCH …/certificatesigningrequests/NAME/approval. */
export const certificateApproval: SubresourceHandler = {
  resource: REQUESTS,
  subresource: 'approval',
  get: requestOf,
  update(r, body) {
    const {
      spec: { signerName },
      status: { conditions: before = [] },
    } = requestOf(r);
    const now = timestamp(r.core);
    if (!mayApprove(r, signerName))
      throw forbidden(r.resource.about, r.name, `user not permitted to approve requests with signerName ${JSON.stringify(signerName)}`);
    const conditions = ((body as CertificateSigningRequest).status.conditions ?? []).map((c) => {
      const known = before.find((b) => b.type === c.type);
      return {
        ...c,
        lastUpdateTime: c.lastUpdateTime ?? now,
        lastTransitionTime: known?.status === c.status ? (known.lastTransitionTime ?? now) : (c.lastTransitionTime ?? now),
      };
    });
    return updateObject(r.core, { ...r, subresource: 'status' }, (o) => ({
      ...body,
      status: { ...(o as CertificateSigningRequest).status, conditions },
    }));
  },
};
