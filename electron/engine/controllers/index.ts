/** The control loops, in the order they are started. A new one is a file in this folder and a line here. */
import type { ControllerFactory } from './controller.ts';
import { kubelet } from '../kubelet/kubelet.ts';
import { nodeRegistration } from '../kubelet/node-registration.ts';
import { nodeIpam } from '../network/node-ipam.ts';
import { Scheduler } from '../scheduler/scheduler.ts';

export const controllers: readonly ControllerFactory[] = [
  nodeIpam, nodeRegistration, (client) => new Scheduler(client), kubelet,
];
