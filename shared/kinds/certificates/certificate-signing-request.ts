/** CertificateSigningRequest. Source: certificates/validation, registry/certificates, printers/internalversion. */
import { duplicate, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { textOfBase64 } from '../../api/base64.ts';
import { isDNS1123Subdomain } from '../../api/names.ts';
import { humanDuration } from '../../api/time.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind, type Requester } from '../definition.ts';
import { validateImmutableField } from '../immutable.ts';
import type { CertificateSigningRequest } from '../types.ts';
import { validateSignerName } from './signer-name.ts';

export const certificateSigningRequests = defineKind<CertificateSigningRequest>({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  shortNames: ['csr'],
  namespaced: false,
  subresources: [
    { name: 'approval', verbs: ['get', 'patch', 'update'] },
    { name: 'status', verbs: ['get', 'patch', 'update'] },
  ],
  validateName: (name) => isDNS1123Subdomain(name),
  prepareCreate: (o, requester) => ({ ...o, spec: requestedBy(o.spec, requester), status: {} }),
  prepareUpdate: (next, previous) => ({ ...next, spec: previous.spec, status: previous.status }),
  validate,
  validateUpdate: (next, previous) => [...validate(next), ...validateImmutableField(next.spec, previous.spec, 'spec')],
  validateStatusUpdate: (next, previous) => [
    ...conditionErrors(next),
    ...(previous.status.certificate && next.status.certificate !== previous.status.certificate
      ? [
          invalid(
            'status.certificate',
            next.status.certificate ?? '',
            'updates may not set certificate content if existing certificate content is present',
          ),
        ]
      : []),
  ],
  selectableFields: (o) => ({ 'spec.signerName': o.spec.signerName }),
  columns: [
    NAME,
    AGE,
    column('SignerName', 'CertificateSigningRequestSpec.signerName', (o) => o.spec.signerName),
    column('Requestor', 'CertificateSigningRequestSpec.request', (o) => o.spec.username ?? ''),
    column('RequestedDuration', 'CertificateSigningRequestSpec.expirationSeconds', (o) =>
      o.spec.expirationSeconds === undefined ? '<none>' : humanDuration(o.spec.expirationSeconds * 1000),
    ),
    column('Condition', 'CertificateSigningRequestStatus.conditions', conditionText),
  ],
});

/** Whoever asks is written down; what the object itself says of that counts for nothing. */
function requestedBy(
  { username: _u, uid: _i, groups: _g, extra: _e, ...spec }: CertificateSigningRequest['spec'],
  requester: Requester | undefined,
): CertificateSigningRequest['spec'] {
  if (!requester) return spec;
  const { name, uid, groups, extra } = requester;
  return { ...spec, username: name, ...(uid ? { uid } : {}), ...(groups.length ? { groups } : {}), ...(extra ? { extra } : {}) };
}

const USAGES = [
  'signing',
  'digital signature',
  'content commitment',
  'key encipherment',
  'key agreement',
  'data encipherment',
  'cert sign',
  'crl sign',
  'encipher only',
  'decipher only',
  'any',
  'server auth',
  'client auth',
  'code signing',
  'email protection',
  's/mime',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'timestamping',
  'ocsp signing',
  'microsoft sgc',
  'netscape sgc',
].sort();
const LEAST_SECONDS = 600;
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';

function validate(o: CertificateSigningRequest): readonly FieldError[] {
  const { request, usages = [], signerName, expirationSeconds } = o.spec;
  const pem = request ? textOfBase64(request) : '';
  return [
    ...(/-----BEGIN CERTIFICATE REQUEST-----[\s\S]+-----END CERTIFICATE REQUEST-----/.test(pem)
      ? []
      : [invalid('spec.request', request, 'PEM block type must be CERTIFICATE REQUEST')]),
    ...(usages.length ? [] : [required('spec.usages')]),
    ...usages.flatMap((u, i) => (USAGES.includes(u) ? [] : [notSupported(`spec.usages[${i}]`, u, USAGES)])),
    ...usages.flatMap((u, i) => (usages.indexOf(u) < i ? [duplicate(`spec.usages[${i}]`, u)] : [])),
    ...(signerName === LEGACY_SIGNER
      ? [invalid('spec.signerName', signerName, 'the legacy signerName is not allowed via this API version')]
      : validateSignerName(signerName, 'spec.signerName')),
    ...(expirationSeconds !== undefined && expirationSeconds < LEAST_SECONDS
      ? [invalid('spec.expirationSeconds', expirationSeconds, 'may not specify a duration less than 600 seconds (10 minutes)')]
      : []),
    ...conditionErrors(o),
  ];
}

const DECIDED = ['Approved', 'Denied', 'Failed'];
const TRUE = ['True'];
const STATUSES = ['False', 'True', 'Unknown'];

/** A condition that decides is True or not there; of Approved and Denied there is one. */
function conditionErrors(o: CertificateSigningRequest): readonly FieldError[] {
  const conditions = o.status?.conditions ?? [];
  const types = conditions.map((c) => c.type);
  const path = 'status.conditions';
  return conditions.flatMap(({ type, status }, i) => {
    const at = `${path}[${i}]`;
    const allowed = DECIDED.includes(type) ? TRUE : STATUSES;
    const before = types.slice(0, i);
    const other = type === 'Approved' ? 'Denied' : type === 'Denied' ? 'Approved' : undefined;
    return [
      ...(type ? [] : [required(`${at}.type`)]),
      ...(!status ? [required(`${at}.status`)] : allowed.includes(status) ? [] : [notSupported(`${at}.status`, status, allowed)]),
      ...(other && before.includes(other) ? [invalid(path, type, 'Approved and Denied conditions are mutually exclusive')] : []),
      ...(before.includes(type) ? [duplicate(`${at}.type`, type)] : []),
    ];
  });
}

function conditionText({ status }: CertificateSigningRequest): string {
  const has = (type: string) => status.conditions?.some((c) => c.type === type) ?? false;
  return [
    has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending',
    ...(has('Failed') ? ['Failed'] : []),
    ...(status.certificate ? ['Issued'] : []),
  ].join(',');
}
