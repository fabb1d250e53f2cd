/** Under which name a process of the cluster manages fields: a controller's writes are its manager's. */

/** Loops of the provider. */
const CLOUD = /^(cloud-|node-pool-|cluster-autoscaler|service-controller)/;
/** Processes that go by their own name: those of a driver. */
const OWN = /^csi-/;

/** 'kube-controller-manager' of 'deployment-controller'. A person's writes are the designer's. */
export function managerName(actor: string): string {
  if (actor === 'admin') return 'drydock';
  if (actor.startsWith('kubelet')) return 'kubelet';
  if (actor === 'default-scheduler') return 'kube-scheduler';
  if (actor === 'kube-apiserver' || actor === 'controller') return 'kube-apiserver';
  if (OWN.test(actor)) return actor;
  return CLOUD.test(actor) ? 'cloud-controller-manager' : 'kube-controller-manager';
}
