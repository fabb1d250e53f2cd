/** The version of Kubernetes that is spoken here: the API server's and its documents'. Kubelets have one of their own. */
export const KUBERNETES_VERSION = 'v1.36.3';
