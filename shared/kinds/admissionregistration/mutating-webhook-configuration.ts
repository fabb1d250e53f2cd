/** MutatingWebhookConfiguration. */
import { defineKind } from '../definition.ts';
import type { MutatingWebhookConfiguration } from '../types.ts';

export const mutatingWebhookConfigurations = defineKind<MutatingWebhookConfiguration>({
  apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration', plural: 'mutatingwebhookconfigurations', categories: ['api-extensions'], namespaced: false,
});
