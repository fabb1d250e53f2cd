/** Who acts on the cluster: the user of this window, and kubectl from outside. */

/** A user and the groups it is in, as the API authenticates it. */
export interface ActingUser {
  readonly user: string;
  readonly groups: readonly string[];
}

/** The REST endpoint for kubectl. */
export interface KubeListener {
  readonly on: boolean;
  readonly url?: string;
  /** A ready kubeconfig, as text. */
  readonly kubeconfig?: string;
  readonly kubeconfigPath?: string;
}
