/** CertificateSigningRequest. */
import { defineKind } from '../definition.ts';
import type { CertificateSigningRequest } from '../types.ts';

export const certificateSigningRequests = defineKind<CertificateSigningRequest>({
  apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', plural: 'certificatesigningrequests', shortNames: ['csr'], namespaced: false,
  subresources: [
    { name: 'approval', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
});
