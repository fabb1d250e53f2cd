/**
 * What the heads of some columns say. Kubernetes' printers take these texts from older versions of the API, which are not
 * served any more and tell of their fields otherwise. Source: pkg/printers/internalversion/printers.go.
 */
const LABELS = 'More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors';

/** By the field that a column describes: 'DeploymentSpec.selector'. Other fields are told as in the version that is served. */
export const PRINTED_DESCRIPTIONS: Readonly<Record<string, string>> = {
  'DeploymentSpec.selector':
    'Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment.',
  'ReplicaSetSpec.selector': `Selector is a label query over pods that should match the replica count. If the selector is empty, it is defaulted to the labels present on the pod template. Label keys and values that must match in order to be controlled by this replica set. ${LABELS}`,
  'DaemonSetSpec.selector': `A label query over pods that are managed by the daemon set. Must match in order to be controlled. If empty, defaulted to labels on Pod template. ${LABELS}`,
  'DaemonSetStatus.numberReady':
    'The number of nodes that should be running the daemon pod and have one or more of the daemon pod running and ready.',
  'NetworkPolicySpec.podSelector':
    'Selects the pods to which this NetworkPolicy object applies.  The array of ingress rules is applied to any pods selected by this field. Multiple network policies can select the same set of pods.  In this case, the ingress rules for each are combined additively. This field is NOT optional and follows standard label selector semantics. An empty podSelector matches all pods in this namespace.',
  'RoleBinding.roleRef':
    'RoleRef can reference a Role in the current namespace or a ClusterRole in the global namespace. If the RoleRef cannot be resolved, the Authorizer must return an error.',
  'ClusterRoleBinding.roleRef':
    'RoleRef can only reference a ClusterRole in the global namespace. If the RoleRef cannot be resolved, the Authorizer must return an error.',
  'ControllerRevision.revision': 'revision indicates the revision of the state represented by Data.',
  'CertificateSigningRequestSpec.request': 'Base64-encoded PKCS#10 CSR data',
  'CertificateSigningRequestStatus.conditions': 'Conditions applied to the request, such as approval or denial.',
  'EndpointSlice.addressType':
    'addressType specifies the type of address carried by this EndpointSlice. All addresses in this slice must be the same type. This field is immutable after creation. The following address types are currently supported: * IPv4: Represents an IPv4 Address. * IPv6: Represents an IPv6 Address. * FQDN: Represents a Fully Qualified Domain Name.',
  'EndpointSlice.ports':
    'ports specifies the list of network ports exposed by each endpoint in this slice. Each port must have a unique name. When ports is empty, it indicates that there are no defined ports. When a port is defined with a nil port value, it indicates "all ports". Each slice may include a maximum of 100 ports.',
};
