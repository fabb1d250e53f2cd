/** The admission plugins, in the order Kubernetes runs them. */
import { roleEscalation } from '../authorization/escalation.ts';
import type { AdmissionPlugin } from './plugin.ts';

export const admissionPlugins: readonly AdmissionPlugin[] = [
  roleEscalation,
];
