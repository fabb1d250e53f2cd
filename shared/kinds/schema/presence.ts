/**
 * Which fields Kubernetes writes when they hold nothing, where that does not follow from what OpenAPI says.
 *
 * What follows: a required scalar is written even when it is '' or 0 or false, an optional one is not; a required list
 * or map that is empty is written as null, an optional one is not written; an optional object, time, quantity or
 * int-or-string is absent or whole; a required one, and any `metadata`, `spec` and `status`, is always there.
 *
 * The marks say what is so instead:
 *   *f  told apart from absence: 0, false and '' are written when they were given
 *   =f  always there: '' and 0, an object with what is always in it, a time that may be null
 *   ?f  null where it is absent
 *   ~f  left out when empty, required though it is
 * Source: the json tags of k8s.io/api, apimachinery, apiextensions and kube-aggregator.
 */
import { rows } from './table.ts';

export const PRESENCE: ReadonlyMap<string, readonly string[]> = rows(`
APIGroup =preferredVersion
APIServiceCondition =lastTransitionTime
AdmissionregistrationV1ServiceReference *path *port
AdmissionregistrationV1WebhookClientConfig *url
AllocatedDeviceStatus ?conditions *shareID
AllocationResult =devices
ApiextensionsV1ServiceReference *path *port
ApiextensionsV1WebhookClientConfig *url
ApiregistrationV1ServiceReference *port
AppArmorProfile *localhostProfile
AzureDiskVolumeSource *cachingMode *fsType *kind *readOnly
AzureFilePersistentVolumeSource ?secretNamespace
CSIDriverSpec *attachRequired *fsGroupPolicy *nodeAllocatableUpdatePeriodSeconds *podInfoOnMount *preventPodSchedulingIfMissing *requiresRepublish *seLinuxMount *serviceAccountTokenInSecrets *storageCapacity
CSINodeDriver ?topologyKeys
CSIVolumeSource *fsType *readOnly
CapacityRequestPolicy ?default
CapacityRequestPolicyRange *min
CertificateSigningRequestCondition =lastTransitionTime =lastUpdateTime
CertificateSigningRequestSpec *expirationSeconds
ClientIPConfig *timeoutSeconds
ClusterRole ?rules
ClusterTrustBundleProjection *name *optional *signerName
ConfigMap *immutable
ConfigMapEnvSource *optional
ConfigMapKeySelector *optional
ConfigMapProjection *optional
ConfigMapVolumeSource *defaultMode *optional
Container =resources *restartPolicy
ContainerImage ?names
ContainerRestartRule ~action
ContainerRestartRuleOnExitCodes ~operator
ContainerStateRunning =startedAt
ContainerStateTerminated =finishedAt =startedAt
ContainerStatus =lastState *started =state *stopSignal
ControllerRevision =data
CounterSet ~counters
CronJobSpec *failedJobsHistoryLimit *startingDeadlineSeconds *successfulJobsHistoryLimit *suspend *timeZone
CustomResourceDefinitionCondition =lastTransitionTime
CustomResourceDefinitionStatus =acceptedNames ?conditions ?storedVersions
CustomResourceDefinitionVersion *deprecationWarning
CustomResourceSubresourceScale *labelSelectorPath
DaemonSetCondition =lastTransitionTime
DaemonSetSpec *revisionHistoryLimit ?selector =updateStrategy
DaemonSetStatus *collisionCount
DeleteOptions *gracePeriodSeconds *ignoreStoreReadErrorWithClusterBreakingPotential *orphanDependents *propagationPolicy
DeploymentCondition =lastTransitionTime =lastUpdateTime
DeploymentSpec *progressDeadlineSeconds *replicas *revisionHistoryLimit ?selector =strategy
DeploymentStatus *collisionCount *terminatingReplicas
Device *allNodes *allowMultipleAllocations *bindsToNode *nodeName
DeviceAttribute *bool *int *string *version
DeviceClaim ?requests
DeviceClassSpec *extendedResourceName
DeviceConstraint *distinctAttribute *matchAttribute
DeviceCounterConsumption ~counters
DeviceRequestAllocationResult *adminAccess *shareID
DeviceToleration *tolerationSeconds
DiscoveryEndpointPort *appProtocol *name *port *protocol
DownwardAPIVolumeFile *mode
DownwardAPIVolumeSource *defaultMode
Endpoint =conditions *hostname *nodeName *zone
EndpointAddress *nodeName
EndpointConditions *ready *serving *terminating
EndpointPort *appProtocol
EndpointSlice ?endpoints ?ports
EphemeralContainer =resources *restartPolicy
Event =eventTime =firstTimestamp =lastTimestamp =reportingComponent =reportingInstance =source
EventSeries =lastObservedTime
EventsEvent =deprecatedFirstTimestamp =deprecatedLastTimestamp =deprecatedSource =regarding
ExactDeviceRequest *adminAccess
ExemptPriorityLevelConfiguration *lendablePercent *nominalConcurrencyShares
FCVolumeSource *lun
FileKeySelector *optional
FlowSchemaCondition =lastTransitionTime
FlowSchemaSpec =matchingPrecedence
GRPCAction ?service
GlusterfsPersistentVolumeSource *endpointsNamespace
HPAScalingRules *selectPolicy *stabilizationWindowSeconds
HTTPIngressPath ?pathType
HorizontalPodAutoscalerCondition =lastTransitionTime
HorizontalPodAutoscalerSpec *minReplicas
HorizontalPodAutoscalerSpecV1 *minReplicas *targetCPUUtilizationPercentage
HorizontalPodAutoscalerStatus ?currentMetrics *observedGeneration
HorizontalPodAutoscalerStatusV1 *currentCPUUtilizationPercentage *observedGeneration
HostPathVolumeSource *type
IPAddressSpec *parentRef
ISCSIPersistentVolumeSource *initiatorName
ISCSIVolumeSource *initiatorName
ImageVolumeStatus ~imageRef
IngressClassParametersReference *apiGroup *namespace ?scope
IngressPortStatus *error
IngressServiceBackend =port
IngressSpec *ingressClassName
IngressStatus =loadBalancer
JSONSchemaProps *$ref *maxItems *maxLength *maxProperties *maximum *minItems *minLength *minProperties *minimum *multipleOf *x-kubernetes-list-type *x-kubernetes-map-type *x-kubernetes-preserve-unknown-fields
JobCondition =lastProbeTime =lastTransitionTime
JobSpec *activeDeadlineSeconds *backoffLimit *backoffLimitPerIndex *completionMode *completions *managedBy *manualSelector *maxFailedIndexes *parallelism *podReplacementPolicy *suspend *ttlSecondsAfterFinished
JobStatus *failedIndexes *ready *terminating
KeyToPath *mode
LeaseSpec *holderIdentity *leaseDurationSeconds *leaseTransitions *preferredHolder *strategy
Lifecycle *stopSignal
LimitedPriorityLevelConfiguration *borrowingLimitPercent *lendablePercent =limitResponse ?nominalConcurrencyShares
ListMeta *remainingItemCount
LoadBalancerIngress *ipMode
LocalVolumeSource *fsType
MatchResources *matchPolicy
MetricTarget *averageUtilization
MetricValueStatus *averageUtilization
MutatingAdmissionPolicySpec *failurePolicy
MutatingWebhook *failurePolicy *matchPolicy *reinvocationPolicy ?sideEffects *timeoutSeconds
NamedRuleWithOperations *scope
NamespaceCondition =lastTransitionTime
NetworkPolicyPort *endPort *protocol
NetworkPolicySpec =podSelector
NodeAllocatableResourceMapping *capacityKey
NodeCondition =lastHeartbeatTime =lastTransitionTime
NodeDaemonEndpoints =kubeletEndpoint
NodeFeatures *supplementalGroupsPolicy
NodeRuntimeHandler =name
NodeRuntimeHandlerFeatures *recursiveReadOnlyMounts *userNamespaces
NodeStatus =daemonEndpoints =nodeInfo
NodeSwapStatus *capacity
ObjectMeta ~creationTimestamp *deletionGracePeriodSeconds
OwnerReference *blockOwnerDeletion *controller
ParamRef *parameterNotFoundAction
ParentReference ~name ~resource
PersistentVolumeClaimCondition =lastProbeTime =lastTransitionTime
PersistentVolumeClaimSpec =resources *storageClassName *volumeAttributesClassName *volumeMode
PersistentVolumeClaimStatus *currentVolumeAttributesClassName
PersistentVolumeSpec *volumeAttributesClassName *volumeMode
PodCertificateProjection ~keyType *maxExpirationSeconds ~signerName
PodCondition =lastProbeTime =lastTransitionTime
PodDNSConfigOption *value
PodDisruptionBudgetSpec *unhealthyPodEvictionPolicy
PodDisruptionBudgetStatus =currentHealthy =desiredHealthy =disruptionsAllowed =expectedPods
PodFailurePolicyOnExitCodesRequirement *containerName
PodFailurePolicyOnPodConditionsPattern =status
PodResourceClaim *resourceClaimName *resourceClaimTemplateName
PodResourceClaimStatus *resourceClaimName
PodSchedulingGroup *podGroupName
PodSecurityContext *fsGroup *fsGroupChangePolicy *runAsGroup *runAsNonRoot *runAsUser *seLinuxChangePolicy *supplementalGroupsPolicy
PodSpec *activeDeadlineSeconds *automountServiceAccountToken *enableServiceLinks *hostUsers *hostnameOverride *preemptionPolicy *priority *runtimeClassName *setHostnameAsFQDN *shareProcessNamespace *terminationGracePeriodSeconds
PodTemplate =template
PortStatus *error
Preconditions *resourceVersion *uid
PriorityClass *preemptionPolicy =value
PriorityLevelConfigurationCondition =lastTransitionTime
Probe *terminationGracePeriodSeconds
ProjectedVolumeSource *defaultMode ?sources
QueuingConfiguration =handSize =queueLengthLimit =queues
ReplicaSetCondition =lastTransitionTime
ReplicaSetSpec *replicas ?selector =template
ReplicaSetStatus *terminatingReplicas
ReplicationControllerCondition =lastTransitionTime
ReplicationControllerSpec *replicas
ResourceClaimSpec =devices
ResourceFieldSelector =divisor
ResourceHealth *message
ResourcePolicyRule ?namespaces
ResourceSliceSpec *allNodes *nodeName *perDeviceNodeSelection
Role ?rules
RoleRef =apiGroup
RollingUpdateStatefulSetStrategy *partition
RuleWithOperations *scope
ScaleIOPersistentVolumeSource ?secretRef
ScaleIOVolumeSource ?secretRef
SeccompProfile *localhostProfile
Secret *immutable
SecretEnvSource *optional
SecretKeySelector *optional
SecretProjection *optional
SecretVolumeSource *defaultMode *optional
SecurityContext *allowPrivilegeEscalation *privileged *procMount *readOnlyRootFilesystem *runAsGroup *runAsNonRoot *runAsUser
SelfSubjectReviewStatus =userInfo
ServiceAccount *automountServiceAccountToken
ServiceAccountTokenProjection *expirationSeconds
ServicePort *appProtocol =targetPort
ServiceSpec *allocateLoadBalancerNodePorts *internalTrafficPolicy *ipFamilyPolicy *loadBalancerClass *trafficDistribution
ServiceStatus =loadBalancer
StatefulSetCondition =lastTransitionTime
StatefulSetOrdinals =start
StatefulSetSpec *replicas *revisionHistoryLimit ?selector =serviceName =updateStrategy
StatefulSetStatus =availableReplicas *collisionCount
StorageClass *allowVolumeExpansion *reclaimPolicy *volumeBindingMode
StorageTokenRequest *expirationSeconds
SuccessPolicyRule *succeededCount *succeededIndexes
TokenRequestSpec ?audiences ?boundObjectRef ?expirationSeconds
TokenRequestStatus =expirationTimestamp =token
TokenReviewSpec ~token
TokenReviewStatus =user
Toleration *tolerationSeconds
TopologySpreadConstraint *minDomains *nodeAffinityPolicy *nodeTaintsPolicy
TypedLocalObjectReference ?apiGroup
TypedObjectReference ?apiGroup *namespace
ValidatingAdmissionPolicyBindingSpec ~policyName ~validationActions
ValidatingAdmissionPolicySpec *failurePolicy
ValidatingWebhook *failurePolicy *matchPolicy ?sideEffects *timeoutSeconds
Validation *reason
ValidationRule *optionalOldSelf *reason
VolumeAttachmentSource *persistentVolumeName
VolumeError *errorCode =time
VolumeMount *mountPropagation *recursiveReadOnly
VolumeMountStatus *recursiveReadOnly
VolumeNodeResources *count
WindowsSecurityContextOptions *gmsaCredentialSpec *gmsaCredentialSpecName *hostProcess *runAsUserName
`);
