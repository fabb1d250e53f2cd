/** Under which name a process of the cluster manages fields: a controller's writes are its manager's. */

/** Loops of the provider. */
const CLOUD = /^(cloud-|node-pool-|cluster-autoscaler|load-balancer-|service-lb-)/;

/** 'kube-controller-manager' of 'deployment-controller'. A person's writes are the designer's. */
export function managerName(actor: string): string {
  if (actor === 'admin') return 'drydock';
  if (actor.startsWith('kubelet')) return 'kubelet';
  if (actor === 'scheduler' || actor === 'kube-scheduler') return 'kube-scheduler';
  if (actor === 'kube-apiserver' || actor === 'controller') return 'kube-apiserver';
  return CLOUD.test(actor) ? 'cloud-controller-manager' : 'kube-controller-manager';
}
