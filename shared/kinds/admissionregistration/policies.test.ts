import { expect, test } from 'vitest';
import type { ValidatingAdmissionPolicy, ValidatingWebhookConfiguration } from '../types.ts';
import { validatingAdmissionPolicies } from './validating-admission-policy.ts';
import { validatingWebhookConfigurations } from './validating-webhook-configuration.ts';

const metadata = { name: 'p', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const rule = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const policy = (spec: object) => {
  const o = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata,
    spec: { matchConstraints: { resourceRules: [rule] }, ...spec },
    status: {},
  } as unknown as ValidatingAdmissionPolicy;
  return validatingAdmissionPolicies.validate?.(validatingAdmissionPolicies.default?.(o) ?? o).map((e) => `${e.field}: ${e.detail}`);
};

test('a policy says something, in lines, under names', () => {
  expect(policy({})).toEqual(
    ['validations', 'auditAnnotations'].map(
      (f) => `spec.${f}: Required value: validations or auditAnnotations must contain at least one item`,
    ),
  );
  expect(
    policy({
      paramKind: { apiVersion: 'a/', kind: 'Map' },
      variables: [{ name: 'a-b', expression: '1' }],
      validations: [{ expression: ' ', message: 'a\nb', reason: 'Other' }],
      auditAnnotations: [
        { key: 'k', valueExpression: "'x'" },
        { key: 'k', valueExpression: '' },
      ],
    }),
  ).toEqual([
    'spec.paramKind.apiVersion: Invalid value: "a/": version must be specified',
    'spec.variables[0].name: Invalid value: "a-b": name is not a valid CEL identifier',
    'spec.validations[0].expression: Required value: expression is not specified',
    'spec.validations[0].message: Invalid value: "a\\nb": message must not contain line breaks',
    'spec.validations[0].reason: Unsupported value: "Other": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge"',
    'spec.auditAnnotations[1].valueExpression: Required value: valueExpression is not specified',
    'spec.auditAnnotations[1].key: Duplicate value: "k"',
  ]);
});

test('a webhook is asked in a version that is known, under conditions with names of their own', () => {
  const o = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata,
    webhooks: [
      {
        name: 'a.b.c',
        clientConfig: { url: 'https://a/b' },
        sideEffects: 'None',
        admissionReviewVersions: ['V9'],
        rules: [rule],
        matchConditions: [
          { name: 'm', expression: 'true' },
          { name: 'm', expression: 'true' },
        ],
      },
    ],
  } as unknown as ValidatingWebhookConfiguration;
  expect(validatingWebhookConfigurations.validate?.(o).map((e) => e.field)).toEqual([
    'webhooks[0].matchConditions[1].name',
    'webhooks[0].admissionReviewVersions[0]',
    'webhooks[0].admissionReviewVersions',
  ]);
});
