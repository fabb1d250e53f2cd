/** The generators of `create`. A new one is an object in a file of its family beside this one and a line here. */
import { clusterRole, clusterRoleBinding, role, roleBinding, serviceAccount } from './access.ts';
import { configMap, genericSecret, registrySecret } from './configuration.ts';
import type { Generator } from './generator.ts';
import { disruptionBudget, namespace, priorityClass, quota } from './policies.ts';
import { ingress, services } from './traffic.ts';
import { cronJob, deployment, job } from './workloads.ts';

export const generators: readonly Generator[] = [
  namespace,
  configMap,
  serviceAccount,
  deployment,
  job,
  cronJob,
  quota,
  disruptionBudget,
  priorityClass,
  role,
  clusterRole,
  roleBinding,
  clusterRoleBinding,
  ingress,
  genericSecret,
  registrySecret,
  ...services,
];
