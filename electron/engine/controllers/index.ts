/** The control loops, in the order they are started. A new one is a file in this folder and a line here. */
import type { ControllerFactory } from './controller.ts';
import { nodePoolController } from '../cloud/node-pool-controller.ts';
import { kubelet } from '../kubelet/kubelet.ts';
import { nodeRegistration } from '../kubelet/node-registration.ts';
import { endpointSliceController } from '../network/endpoint-slice-controller.ts';
import { nodeIpam } from '../network/node-ipam.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import { claimBinder } from '../volumes/claim-binder.ts';
import { volumeBinder } from '../volumes/volume-binder.ts';
import { replicaSetController } from './replica-set.ts';
import { replicationControllerController } from './replication-controller.ts';

export const controllers: readonly ControllerFactory[] = [
  replicaSetController, replicationControllerController,
  nodePoolController, nodeIpam, nodeRegistration, (client) => new Scheduler(client), kubelet,
  endpointSliceController, volumeBinder, claimBinder,
];
