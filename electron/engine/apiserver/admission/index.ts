/** The admission plugins, in the order Kubernetes runs them. */
import type { AdmissionPlugin } from './plugin.ts';

export const admissionPlugins: readonly AdmissionPlugin[] = [];
