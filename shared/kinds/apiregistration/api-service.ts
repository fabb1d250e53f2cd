/** APIService. Source: kube-aggregator's apiregistration/validation, registry/apiservice. */
import { base64Length } from '../../api/decode/base64.ts';
import { invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1035Label, isDNS1123Subdomain, isPathSegmentName, isValidPortNum } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind, STATUS_METADATA } from '../definition.ts';
import type { APIService } from '../types.ts';

export const apiServices = defineKind<APIService>({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  plural: 'apiservices',
  categories: ['api-extensions'],
  namespaced: false,
  unconditionalUpdate: false,
  subresources: [{ name: 'status', verbs: ['get', 'patch', 'update'] }],
  statusKeeps: STATUS_METADATA,
  default: (o) =>
    o.spec?.service && o.spec.service.port === undefined ? { ...o, spec: { ...o.spec, service: { ...o.spec.service, port: 443 } } } : o,
  prepareCreate(o) {
    // what is served from here is available at once
    const local: APIService['status'] = {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          lastTransitionTime: o.metadata.creationTimestamp,
          reason: 'Local',
          message: 'Local APIServices are always available',
        },
      ],
    };
    return { ...o, status: o.spec?.service ? {} : local };
  },
  prepareUpdate: (next, previous) => ({ ...next, status: previous.status }),
  validate,
  validateUpdate: validate,
  validateStatusUpdate: (next) =>
    (next.status?.conditions ?? []).flatMap((c, i) =>
      STATUSES.includes(c.status) ? [] : [notSupported(`status.conditions[${i}].status`, c.status, STATUSES)],
    ),
  validateName: isPathSegmentName,
  columns: [
    NAME,
    column('Service', '', ({ spec }) => (spec?.service ? `${spec.service.namespace ?? ''}/${spec.service.name ?? ''}` : 'Local'), {
      description: 'The reference to the service that hosts this API endpoint.',
    }),
    column('Available', '', availableText, { description: 'Whether this service is available.' }),
    AGE,
  ],
});

const STATUSES = ['True', 'False', 'Unknown'];

function availableText({ status }: APIService): string {
  const c = status?.conditions?.find((x) => x.type === 'Available');
  return !c ? 'Unknown' : c.status === 'True' || !c.reason ? c.status : `${c.status} (${c.reason})`;
}

function validate({ metadata: { name }, spec }: APIService): readonly FieldError[] {
  const group = spec?.group ?? '';
  const version = spec?.version ?? '';
  const service = spec?.service;
  const wanted = `${version}.${group}`;
  const ca = spec?.caBundle ?? '';
  const insecure = spec?.insecureSkipTLSVerify ?? false;
  const errors: FieldError[] =
    isPathSegmentName(name).length || name === wanted
      ? []
      : [invalid('metadata.name', name, `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`)];
  if (!group && version !== 'v1') errors.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'));
  if (group) errors.push(...invalidEach('spec.group', group, isDNS1123Subdomain(group)));
  errors.push(...invalidEach('spec.version', version, isDNS1035Label(version)));
  const within = (field: 'groupPriorityMinimum' | 'versionPriority', most: number) => {
    const n = spec?.[field] ?? 0;
    if (n <= 0 || n > most) errors.push(invalid(`spec.${field}`, n, `must be positive and less than ${most}`));
  };
  within('groupPriorityMinimum', 20_000);
  within('versionPriority', 1000);
  if (!service)
    return [
      ...errors,
      ...(ca ? [invalid('spec.caBundle', `${base64Length(ca)} bytes`, 'local APIServices may not have a caBundle')] : []),
      ...(insecure ? [invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify')] : []),
    ];
  const port = isValidPortNum(service.port ?? 0);
  return [
    ...errors,
    ...(service.namespace ? [] : [required('spec.service.namespace')]),
    ...(service.name ? [] : [required('spec.service.name')]),
    ...(port.length ? [invalid('spec.service.port', service.port ?? 0, `port is not valid: ${port.join(', ')}`)] : []),
    ...(insecure && ca ? [invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present')] : []),
  ];
}
