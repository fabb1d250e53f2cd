/** ValidatingWebhookConfiguration. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { defineKind } from '../definition.ts';
import type { ValidatingWebhookConfiguration } from '../types.ts';
import { validateWebhooks, webhookColumns, withWebhookDefaults } from './webhooks.ts';

export const validatingWebhookConfigurations = defineKind<ValidatingWebhookConfiguration>({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  categories: ['api-extensions'],
  namespaced: false,
  generation: true,
  unconditionalUpdate: false,
  default: (o) => withWebhookDefaults(o, false),
  validate: validateWebhooks,
  validateUpdate: validateWebhooks,
  columns: webhookColumns,
});
