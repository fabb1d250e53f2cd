/** The pairs that can be connected. A new one is a file beside this one and a line here. */
import { autoscalerWorkload } from './autoscaler-workload.ts';
import { bindingAccount } from './binding-account.ts';
import { budgetWorkload } from './budget-workload.ts';
import type { Connection } from './connection.ts';
import { ingressSecret } from './ingress-secret.ts';
import { ingressService } from './ingress-service.ts';
import { policyWorkload } from './policy-workload.ts';
import { pullSecret } from './pull-secret.ts';
import { serviceWorkload } from './service-workload.ts';
import { unchangeable } from './unchangeable.ts';
import { workloadClaim } from './workload-claim.ts';
import { workloadConfig } from './workload-config.ts';
import { workloadNode } from './workload-node.ts';
import { workloadService } from './workload-service.ts';
import { workloadServiceAccount } from './workload-service-account.ts';
import { workloadWorkload } from './workload-workload.ts';

export const connections: readonly Connection[] = [
  serviceWorkload,
  ingressService,
  ingressSecret,
  pullSecret,
  workloadConfig,
  workloadClaim,
  workloadServiceAccount,
  workloadService,
  workloadNode,
  workloadWorkload,
  autoscalerWorkload,
  budgetWorkload,
  policyWorkload,
  bindingAccount,
  unchangeable,
];
