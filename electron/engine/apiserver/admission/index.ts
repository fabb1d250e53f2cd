/** The admission plugins, in the order Kubernetes runs them. */
import { roleEscalation } from '../authorization/escalation.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { serviceAccount } from './service-account.ts';

export const admissionPlugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle, serviceAccount,
  roleEscalation,
];
