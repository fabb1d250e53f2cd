/** IngressClass. Source: networking/v1 defaults, networking/validation ValidateIngressClass. */
import { forbiddenField, invalidEach, notSupported, required, tooLong, type FieldError } from '../../api/errors.ts';
import { byteLength, isDNS1123Label, isDomainPrefixedPath } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { IngressClassParametersReference } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { IngressClass } from '../types.ts';
import { validateReference } from './ingress.ts';

/** The annotation that makes a class the one that ingresses without a class get. */
export const DEFAULT_INGRESS_CLASS = 'ingressclass.kubernetes.io/is-default-class';

export const ingressClasses = defineKind<IngressClass>({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  plural: 'ingressclasses',
  namespaced: false,
  generation: true,
  default: (o) =>
    o.spec?.parameters && !o.spec.parameters.scope
      ? { ...o, spec: { ...o.spec, parameters: { ...o.spec.parameters, scope: 'Cluster' } } }
      : o,
  validate,
  validateUpdate: (next, previous) => [
    ...validateImmutableField(next.spec?.controller ?? '', previous.spec?.controller ?? '', 'spec.controller'),
    ...validate(next),
  ],
  columns: [
    { ...NAME, cell: (o) => `${o.metadata.name}${o.metadata.annotations?.[DEFAULT_INGRESS_CLASS] === 'true' ? ' (default)' : ''}` },
    column('Controller', '', (o) => o.spec?.controller ?? '', { description: 'Controller that is responsible for handling this class' }),
    column(
      'Parameters',
      '',
      ({ spec }) =>
        spec?.parameters
          ? `${spec.parameters.kind}${spec.parameters.apiGroup === undefined ? '' : `.${spec.parameters.apiGroup}`}/${spec.parameters.name}`
          : '<none>',
      { description: 'A reference to a resource with additional parameters' },
    ),
    AGE,
  ],
});

function validate({ spec }: IngressClass): readonly FieldError[] {
  const controller = spec?.controller ?? '';
  return [
    ...(byteLength(controller) > 250 ? [tooLong('spec.controller', 250)] : []),
    ...isDomainPrefixedPath('spec.controller', controller),
    ...(spec?.parameters ? validateParameters(spec.parameters, 'spec.parameters') : []),
  ];
}

const SCOPES = ['Cluster', 'Namespace'];

function validateParameters(p: IngressClassParametersReference, path: string): readonly FieldError[] {
  const errors: FieldError[] = [...validateReference(p, path)];
  if (!p.scope) return [...errors, required(`${path}.scope`)];
  if (!SCOPES.includes(p.scope)) return [...errors, notSupported(`${path}.scope`, p.scope, SCOPES)];
  if (p.scope === 'Namespace')
    return [
      ...errors,
      ...(p.namespace
        ? invalidEach(`${path}.namespace`, p.namespace, isDNS1123Label(p.namespace))
        : [required(`${path}.namespace`, "`parameters.scope` is set to 'Namespace'")]),
    ];
  return p.namespace ? [...errors, forbiddenField(`${path}.namespace`, "`parameters.scope` is set to 'Cluster'")] : errors;
}
