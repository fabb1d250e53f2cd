/**
 * The control loops; those named first react first (see runner.ts): controllers before the scheduler, kubelets last.
 * A new one is a file and a line here.
 */
import type { ControllerFactory } from './controller.ts';
import { clusterAutoscaler } from '../cloud/cluster-autoscaler/cluster-autoscaler.ts';
import { diskProvisioner } from '../cloud/disk-provisioner.ts';
import { diskResizer } from '../cloud/disk-resizer.ts';
import { loadBalancerController } from '../cloud/load-balancer-controller.ts';
import { nodePoolController } from '../cloud/node-pool-controller.ts';
import { kubelet } from '../kubelet/kubelet.ts';
import { nodeRegistration } from '../kubelet/node-registration.ts';
import { endpointSliceController } from '../network/endpoint-slice-controller.ts';
import { endpointSliceMirroring } from '../network/endpoint-slice-mirroring.ts';
import { endpointsController } from '../network/endpoints-controller.ts';
import { nodeIpam } from '../network/node-ipam.ts';
import { programs } from '../kubelet/programs.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import { attachDetach } from '../volumes/attach-detach.ts';
import { claimBinder } from '../volumes/claim-binder.ts';
import { ephemeralVolumes } from '../volumes/ephemeral-volumes.ts';
import { volumeBinder } from '../volumes/volume-binder.ts';
import { apiServiceRegistration } from './api-service-registration.ts';
import { claimProtection } from './claim-protection.ts';
import { volumeProtection } from './volume-protection.ts';
import { volumeAttributesClassProtection } from './volume-attributes-class-protection.ts';
import { ttlAfterFinished } from './ttl-after-finished.ts';
import { disruptionController } from './disruption/disruption-controller.ts';
import { eventExpiry } from './event-expiry.ts';
import { customResourceDefinitionApproval } from './custom-resource-definition/approval.ts';
import { customResourceDefinitionFinalizer } from './custom-resource-definition/finalizer.ts';
import { customResourceDefinitionNaming } from './custom-resource-definition/naming.ts';
import { clusterRoleAggregation } from './cluster-role-aggregation.ts';
import { serviceAccountTokenController } from './service-account-token-controller.ts';
import { cronJobController } from './cron-job/cron-job-controller.ts';
import { daemonSetController } from './daemon-set/daemon-set-controller.ts';
import { customResourceStorageVersion } from './custom-resource-definition/storage-version.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { garbageCollector } from './garbage-collector.ts';
import { namespaceController } from './namespace/namespace-controller.ts';
import { nodeLifecycle } from './node-lifecycle.ts';
import { nodeTtl } from './node-ttl.ts';
import { podGarbageCollector } from './pod-garbage-collector.ts';
import { horizontalPodAutoscalerController } from './horizontal-pod-autoscaler/horizontal-pod-autoscaler-controller.ts';
import { jobController } from './job/job-controller.ts';
import { orphanedJobPods } from './job/orphaned-pods.ts';
import { replicaSetController } from './replica-set.ts';
import { replicationControllerController } from './replication-controller.ts';
import { resourceQuotaController } from './resource-quota-controller.ts';
import { rootCaPublisher } from './root-ca-publisher.ts';
import { serviceAccountController } from './service-account-controller.ts';
import { statefulSetController } from './stateful-set/stateful-set-controller.ts';
import { taintEviction } from './taint-eviction.ts';

export const controllers: readonly ControllerFactory[] = [
  customResourceDefinitionNaming,
  customResourceDefinitionApproval,
  customResourceDefinitionFinalizer,
  customResourceStorageVersion,
  namespaceController,
  garbageCollector,
  serviceAccountController,
  serviceAccountTokenController,
  rootCaPublisher,
  clusterRoleAggregation,
  apiServiceRegistration,
  resourceQuotaController,
  disruptionController,
  claimProtection,
  volumeProtection,
  volumeAttributesClassProtection,
  ttlAfterFinished,
  eventExpiry,
  horizontalPodAutoscalerController,
  deploymentController,
  replicaSetController,
  replicationControllerController,
  statefulSetController,
  daemonSetController,
  programs,
  cronJobController,
  jobController,
  orphanedJobPods,
  nodeLifecycle,
  nodeTtl,
  taintEviction,
  podGarbageCollector,
  endpointSliceController,
  endpointSliceMirroring,
  endpointsController,
  ephemeralVolumes,
  volumeBinder,
  claimBinder,
  attachDetach,
  nodePoolController,
  loadBalancerController,
  diskProvisioner,
  diskResizer,
  nodeIpam,
  nodeRegistration,
  (client) => new Scheduler(client),
  clusterAutoscaler,
  kubelet,
];
