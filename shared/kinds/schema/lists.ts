/**
 * How lists and maps are merged: by server-side apply (`atomic`, `set`, `map(keys)`) and by strategic merge patches
 * (`merge(key)`, `merge` for a list of scalars, `retainKeys`, `replace`). A bare `atomic` after a type's name means that apply
 * takes the whole object as one value, `granular` on a field that it does not there. What is not here is atomic as a list, and merged key by key as a map or object.
 * Source: the +listType, +listMapKey, +mapType and +structType markers and patchStrategy tags of Kubernetes' types.
 */
import { rows } from './table.ts';

export const LISTS: ReadonlyMap<string, readonly string[]> = rows(`
APIGroup serverAddressByClientCIDRs:atomic versions:atomic
APIGroupList groups:atomic
APIResource categories:atomic shortNames:atomic
APIResourceList resources:atomic
APIServiceSpec caBundle:atomic
APIServiceStatus conditions:map(type)/merge(type)
APIVersions serverAddressByClientCIDRs:atomic versions:atomic
AggregationRule clusterRoleSelectors:atomic
AllocatedDeviceStatus conditions:map(type)
CSIDriverSpec tokenRequests:atomic volumeLifecycleModes:set
CSINodeDriver topologyKeys:atomic
CSINodeSpec drivers:map(name)/merge(name)
Capabilities add:atomic drop:atomic
CapacityRequestPolicy validValues:atomic
CephFSPersistentVolumeSource monitors:atomic
CephFSVolumeSource monitors:atomic
CertificateSigningRequestSpec groups:atomic usages:atomic
CertificateSigningRequestStatus conditions:map(type)
ClusterRole rules:atomic
ClusterRoleBinding subjects:atomic
ComponentStatus conditions:map(type)/merge(type)
ConfigMapKeySelector atomic
ConfigMapProjection items:atomic
ConfigMapVolumeSource items:atomic
Container args:atomic command:atomic env:map(name)/merge(name) envFrom:atomic ports:map(containerPort,protocol)/merge(containerPort) resizePolicy:atomic restartPolicyRules:atomic volumeDevices:map(devicePath)/merge(devicePath) volumeMounts:map(mountPath)/merge(mountPath)
ContainerImage names:atomic
ContainerRestartRuleOnExitCodes values:set
ContainerStatus allocatedResourcesStatus:map(name)/merge(name) volumeMounts:map(mountPath)/merge(mountPath)
CronJobStatus active:atomic
CrossVersionObjectReferenceV1 atomic
CustomResourceDefinitionNames categories:atomic shortNames:atomic
CustomResourceDefinitionSpec versions:atomic
CustomResourceDefinitionStatus conditions:map(type) storedVersions:atomic
CustomResourceDefinitionVersion additionalPrinterColumns:atomic selectableFields:atomic
DaemonSetStatus conditions:map(type)/merge(type)
DeleteOptions dryRun:atomic
DeploymentSpec strategy:retainKeys
DeploymentStatus conditions:map(type)/merge(type)
Device bindingConditions:atomic bindingFailureConditions:atomic consumesCounters:atomic taints:atomic
DeviceAllocationConfiguration requests:atomic
DeviceAllocationResult config:atomic results:atomic
DeviceAttribute bools:atomic ints:atomic strings:atomic versions:atomic
DeviceClaim config:atomic constraints:atomic requests:atomic
DeviceClaimConfiguration requests:atomic
DeviceClassSpec config:atomic selectors:atomic
DeviceConstraint requests:atomic
DeviceRequest firstAvailable:atomic
DeviceRequestAllocationResult bindingConditions:atomic bindingFailureConditions:atomic tolerations:atomic
DeviceSubRequest selectors:atomic tolerations:atomic
DiscoveryEndpointPort atomic
DownwardAPIProjection items:atomic
DownwardAPIVolumeSource items:atomic
Endpoint addresses:set
EndpointAddress atomic
EndpointHints forNodes:atomic forZones:atomic
EndpointPort atomic
EndpointSlice endpoints:atomic ports:atomic
EndpointSubset addresses:atomic notReadyAddresses:atomic ports:atomic
Endpoints subsets:atomic
EphemeralContainer args:atomic command:atomic env:map(name)/merge(name) envFrom:atomic ports:map(containerPort,protocol)/merge(containerPort) resizePolicy:atomic restartPolicyRules:atomic volumeDevices:map(devicePath)/merge(devicePath) volumeMounts:map(mountPath)/merge(mountPath)
ExactDeviceRequest selectors:atomic tolerations:atomic
ExecAction command:atomic
FCVolumeSource targetWWNs:atomic wwids:atomic
FieldSelectorAttributes requirements:atomic
FieldSelectorRequirement values:atomic
FileKeySelector atomic
FlowSchemaSpec rules:atomic
FlowSchemaStatus conditions:map(type)/merge(type)
HPAScalingRules policies:atomic
HTTPGetAction httpHeaders:atomic
HTTPIngressRuleValue paths:atomic
HorizontalPodAutoscalerSpec metrics:atomic
HorizontalPodAutoscalerStatus conditions:map(type)/merge(type) currentMetrics:atomic
HostAlias hostnames:atomic
IPBlock except:atomic
ISCSIPersistentVolumeSource portals:atomic
ISCSIVolumeSource portals:atomic
IngressLoadBalancerIngress ports:atomic
IngressLoadBalancerStatus ingress:atomic
IngressSpec rules:atomic tls:atomic
IngressTLS hosts:atomic
JSONSchemaProps allOf:atomic anyOf:atomic enum:atomic oneOf:atomic required:atomic x-kubernetes-list-map-keys:atomic x-kubernetes-validations:map(rule)/merge(rule)
JobStatus conditions:atomic/merge(type)
LabelSelector atomic matchExpressions:atomic
LabelSelectorAttributes requirements:atomic
LabelSelectorRequirement values:atomic
LimitRangeSpec limits:atomic
LinuxContainerUser supplementalGroups:atomic
LoadBalancerIngress ports:atomic
LoadBalancerStatus ingress:atomic
LocalObjectReference atomic
MatchResources atomic excludeResourceRules:atomic resourceRules:atomic
MutatingAdmissionPolicySpec matchConditions:map(name)/merge(name) mutations:atomic variables:atomic
MutatingWebhook admissionReviewVersions:atomic matchConditions:map(name)/merge(name) rules:atomic
MutatingWebhookConfiguration webhooks:map(name)/merge(name)
NamedRuleWithOperations atomic apiGroups:atomic apiVersions:atomic operations:atomic resourceNames:atomic resources:atomic
NamespaceSpec finalizers:atomic
NamespaceStatus conditions:map(type)/merge(type)
NetworkDeviceData ips:atomic
NetworkPolicyEgressRule ports:atomic to:atomic
NetworkPolicyIngressRule from:atomic ports:atomic
NetworkPolicySpec egress:atomic ingress:atomic policyTypes:atomic
NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:atomic
NodeAllocatableResourceClaimStatus containers:set
NodeSelector atomic nodeSelectorTerms:atomic
NodeSelectorRequirement values:atomic
NodeSelectorTerm atomic matchExpressions:atomic matchFields:atomic
NodeSpec podCIDRs:set/merge taints:atomic
NodeStatus addresses:map(type)/merge(type) conditions:map(type)/merge(type) declaredFeatures:atomic images:atomic runtimeHandlers:atomic volumesAttached:atomic volumesInUse:atomic
NonResourcePolicyRule nonResourceURLs:set verbs:set
NonResourceRule nonResourceURLs:atomic verbs:atomic
ObjectFieldSelector atomic
ObjectMeta finalizers:set/merge managedFields:atomic ownerReferences:map(uid)/merge(uid)
ObjectReference atomic
OwnerReference atomic
ParamKind atomic
ParamRef atomic
PersistentVolumeClaimSpec accessModes:atomic
PersistentVolumeClaimStatus accessModes:atomic allocatedResourceStatuses:granular conditions:map(type)/merge(type)
PersistentVolumeSpec accessModes:atomic claimRef:granular mountOptions:atomic
PodAffinity preferredDuringSchedulingIgnoredDuringExecution:atomic requiredDuringSchedulingIgnoredDuringExecution:atomic
PodAffinityTerm matchLabelKeys:atomic mismatchLabelKeys:atomic namespaces:atomic
PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:atomic requiredDuringSchedulingIgnoredDuringExecution:atomic
PodDNSConfig nameservers:atomic options:atomic searches:atomic
PodDisruptionBudgetSpec selector:replace
PodDisruptionBudgetStatus conditions:map(type)/merge(type)
PodExtendedResourceClaimStatus requestMappings:atomic
PodFailurePolicy rules:atomic
PodFailurePolicyOnExitCodesRequirement values:set
PodFailurePolicyRule onPodConditions:atomic
PodSecurityContext supplementalGroups:atomic sysctls:atomic
PodSpec containers:map(name)/merge(name) ephemeralContainers:map(name)/merge(name) hostAliases:map(ip)/merge(ip) imagePullSecrets:map(name)/merge(name) initContainers:map(name)/merge(name) nodeSelector:atomic readinessGates:atomic resourceClaims:map(name)/merge+retainKeys(name) schedulingGates:map(name)/merge(name) tolerations:atomic topologySpreadConstraints:map(topologyKey,whenUnsatisfiable)/merge(topologyKey) volumes:map(name)/merge+retainKeys(name)
PodStatus conditions:map(type)/merge(type) containerStatuses:atomic ephemeralContainerStatuses:atomic hostIPs:atomic/merge(ip) initContainerStatuses:atomic nodeAllocatableResourceClaimStatuses:atomic podIPs:map(ip)/merge(ip) resourceClaimStatuses:map(name)/merge+retainKeys(name)
PolicyRule apiGroups:atomic nonResourceURLs:atomic resourceNames:atomic resources:atomic verbs:atomic
PolicyRulesWithSubjects nonResourceRules:atomic resourceRules:atomic subjects:atomic
PriorityLevelConfigurationStatus conditions:map(type)/merge(type)
ProjectedVolumeSource sources:atomic
RBDPersistentVolumeSource monitors:atomic
RBDVolumeSource monitors:atomic
ReplicaSetStatus conditions:map(type)/merge(type)
ReplicationControllerSpec selector:atomic
ReplicationControllerStatus conditions:map(type)/merge(type)
ResourceClaimStatus devices:map(driver,device,pool,shareID) reservedFor:map(uid)/merge(uid)
ResourceFieldSelector atomic
ResourcePolicyRule apiGroups:set namespaces:set resources:set verbs:set
ResourceQuotaSpec scopes:atomic
ResourceRequirements claims:map(name)
ResourceRule apiGroups:atomic resourceNames:atomic resources:atomic verbs:atomic
ResourceSliceSpec devices:atomic sharedCounters:atomic
ResourceStatus resources:map(resourceID)
Role rules:atomic
RoleBinding subjects:atomic
RoleRef atomic
RuleWithOperations apiGroups:atomic apiVersions:atomic operations:atomic resources:atomic
Scheduling nodeSelector:atomic tolerations:atomic
ScopeSelector atomic matchExpressions:atomic
ScopedResourceSelectorRequirement values:atomic
SecretKeySelector atomic
SecretProjection items:atomic
SecretReference atomic
SecretVolumeSource items:atomic
ServiceAccount imagePullSecrets:atomic secrets:map(name)/merge(name)
ServiceBackendPort atomic
ServiceCIDRSpec cidrs:atomic
ServiceCIDRStatus conditions:map(type)/merge(type)
ServiceSpec clusterIPs:atomic externalIPs:atomic ipFamilies:atomic loadBalancerSourceRanges:atomic ports:map(port,protocol)/merge(port) selector:atomic
ServiceStatus conditions:map(type)/merge(type)
StatefulSetSpec volumeClaimTemplates:atomic
StatefulSetStatus conditions:map(type)/merge(type)
StatusDetails causes:atomic
StorageClass allowedTopologies:atomic mountOptions:atomic
Subject atomic
SubjectAccessReviewSpec groups:atomic
SubjectRulesReviewStatus nonResourceRules:atomic resourceRules:atomic
SuccessPolicy rules:atomic
TokenRequestSpec audiences:atomic
TokenReviewSpec audiences:atomic
TokenReviewStatus audiences:atomic
TopologySelectorLabelRequirement values:atomic
TopologySelectorTerm atomic matchLabelExpressions:atomic
TopologySpreadConstraint matchLabelKeys:atomic
TypeChecking expressionWarnings:atomic
TypedLocalObjectReference atomic
UncountedTerminatedPods failed:set succeeded:set
UserInfo groups:atomic
ValidatingAdmissionPolicyBindingSpec validationActions:set
ValidatingAdmissionPolicySpec auditAnnotations:atomic matchConditions:map(name)/merge(name) validations:atomic variables:map(name)/merge(name)
ValidatingAdmissionPolicyStatus conditions:map(type)
ValidatingWebhook admissionReviewVersions:atomic matchConditions:map(name)/merge(name) rules:atomic
ValidatingWebhookConfiguration webhooks:map(name)/merge(name)
Variable atomic
WebhookConversion conversionReviewVersions:atomic
`);
