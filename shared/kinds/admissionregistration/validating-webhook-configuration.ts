/** ValidatingWebhookConfiguration. */
import { defineKind } from '../definition.ts';
import type { ValidatingWebhookConfiguration } from '../types.ts';

export const validatingWebhookConfigurations = defineKind<ValidatingWebhookConfiguration>({
  apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration', plural: 'validatingwebhookconfigurations', categories: ['api-extensions'], namespaced: false,
});
