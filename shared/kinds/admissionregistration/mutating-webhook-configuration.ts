/** MutatingWebhookConfiguration. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { defineKind } from '../definition.ts';
import type { MutatingWebhookConfiguration } from '../types.ts';
import { validateWebhooks, webhookColumns, withWebhookDefaults } from './webhooks.ts';

export const mutatingWebhookConfigurations = defineKind<MutatingWebhookConfiguration>({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  unconditionalUpdate: false,
  default: (o) => withWebhookDefaults(o, true),
  validate: validateWebhooks,
  validateUpdate: validateWebhooks,
  columns: webhookColumns,
});
