/**
 * The values of the enumerations, by the Go type that go-types.ts gives to a field.
 * Source: the constants beside each type in k8s.io/api, apimachinery, apiextensions and kube-aggregator.
 */
import { values } from './table.ts';

/** Enumerations that OpenAPI documents list (marked +enum in Kubernetes' sources). */
export const PUBLISHED_ENUMS: ReadonlyMap<string, readonly string[]> = values(`
AddressType: IPv4, IPv6, FQDN
AllocationConfigSource: FromClass, FromClaim
AppArmorProfileType: Unconfined, RuntimeDefault, Localhost
AzureDataDiskCachingMode: None, ReadOnly, ReadWrite
AzureDataDiskKind: Shared, Dedicated, Managed
ClaimResourceStatus: ControllerResizeInProgress, ControllerResizeInfeasible, NodeResizePending, NodeResizeInProgress, NodeResizeInfeasible
CompletionMode: NonIndexed, Indexed
ConcurrencyPolicy: Allow, Forbid, Replace
DNSPolicy: ClusterFirstWithHostNet, ClusterFirst, Default, None
DaemonSetUpdateStrategyType: RollingUpdate, OnDelete
DeploymentStrategyType: Recreate, RollingUpdate
DeviceAllocationMode: ExactCount, All
DeviceTaintEffect: None, NoSchedule, NoExecute
DeviceTolerationOperator: Exists, Equal
FailurePolicyType: Ignore, Fail
FieldValueErrorReason: FieldValueRequired, FieldValueDuplicate, FieldValueInvalid, FieldValueForbidden
HostPathType: '', DirectoryOrCreate, Directory, FileOrCreate, File, Socket, CharDevice, BlockDevice
IPFamily: IPv4, IPv6
IPFamilyPolicy: SingleStack, PreferDualStack, RequireDualStack
KeyUsage: signing, digital signature, content commitment, key encipherment, key agreement, data encipherment, cert sign, crl sign, encipher only, decipher only, any, server auth, client auth, code signing, email protection, s/mime, ipsec end system, ipsec tunnel, ipsec user, timestamping, ocsp signing, microsoft sgc, netscape sgc
MatchPolicyType: Exact, Equivalent
MountPropagationMode: None, HostToContainer, Bidirectional
NamespacePhase: Active, Terminating
NodeInclusionPolicy: Ignore, Honor
NodePhase: Pending, Running, Terminated
NodeSelectorOperator: In, NotIn, Exists, DoesNotExist, Gt, Lt
OperationType: *, CREATE, UPDATE, DELETE, CONNECT
PatchType: ApplyConfiguration, JSONPatch
PathType: Exact, ImplementationSpecific, Prefix
PersistentVolumeAccessMode: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod
PersistentVolumeClaimModifyVolumeStatus: Pending, InProgress, Infeasible
PersistentVolumeClaimPhase: Pending, Bound, Lost
PersistentVolumeMode: Block, Filesystem
PersistentVolumePhase: Pending, Available, Bound, Released, Failed
PersistentVolumeReclaimPolicy: Recycle, Delete, Retain
PodFSGroupChangePolicy: OnRootMismatch, Always
PodFailurePolicyAction: FailJob, FailIndex, Ignore, Count
PodFailurePolicyOnExitCodesOperator: In, NotIn
PodManagementPolicyType: OrderedReady, Parallel
PodPhase: Pending, Running, Succeeded, Failed, Unknown
PodQOSClass: Guaranteed, Burstable, BestEffort
PodReplacementPolicy: TerminatingOrFailed, Failed
PolicyType: Ingress, Egress
PreemptionPolicy: PreemptLowerPriority, Never
ProcMountType: Default, Unmasked
Protocol: TCP, UDP, SCTP
PullPolicy: Always, Never, IfNotPresent
ReinvocationPolicyType: Never, IfNeeded
ResourceQuotaScope: Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass, CrossNamespacePodAffinity, VolumeAttributesClass
RestartPolicy: Always, OnFailure, Never
ScopeSelectorOperator: In, NotIn, Exists, DoesNotExist
ScopeType: Cluster, Namespaced, *
SeccompProfileType: Unconfined, RuntimeDefault, Localhost
ServiceAffinity: ClientIP, None
ServiceExternalTrafficPolicy: Cluster, Local
ServiceInternalTrafficPolicy: Cluster, Local
ServiceType: ClusterIP, NodePort, LoadBalancer, ExternalName
SideEffectClass: Unknown, None, Some, NoneOnDryRun
Signal: SIGABRT, SIGALRM, SIGBUS, SIGCHLD, SIGCLD, SIGCONT, SIGFPE, SIGHUP, SIGILL, SIGINT, SIGIO, SIGIOT, SIGKILL, SIGPIPE, SIGPOLL, SIGPROF, SIGPWR, SIGQUIT, SIGSEGV, SIGSTKFLT, SIGSTOP, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ, SIGRTMIN, SIGRTMIN+1, SIGRTMIN+2, SIGRTMIN+3, SIGRTMIN+4, SIGRTMIN+5, SIGRTMIN+6, SIGRTMIN+7, SIGRTMIN+8, SIGRTMIN+9, SIGRTMIN+10, SIGRTMIN+11, SIGRTMIN+12, SIGRTMIN+13, SIGRTMIN+14, SIGRTMIN+15, SIGRTMAX-14, SIGRTMAX-13, SIGRTMAX-12, SIGRTMAX-11, SIGRTMAX-10, SIGRTMAX-9, SIGRTMAX-8, SIGRTMAX-7, SIGRTMAX-6, SIGRTMAX-5, SIGRTMAX-4, SIGRTMAX-3, SIGRTMAX-2, SIGRTMAX-1, SIGRTMAX
StatefulSetUpdateStrategyType: RollingUpdate, OnDelete
SupplementalGroupsPolicy: Merge, Strict
TaintEffect: NoSchedule, PreferNoSchedule, NoExecute
TerminationMessagePolicy: File, FallbackToLogsOnError
TolerationOperator: Exists, Equal, Lt, Gt
URIScheme: HTTP, HTTPS
UnhealthyPodEvictionPolicyType: IfHealthyBudget, AlwaysAllow
UnsatisfiableConstraintAction: DoNotSchedule, ScheduleAnyway
ValidationAction: Deny, Warn, Audit
VolumeBindingMode: Immediate, WaitForFirstConsumer
`);

/** Sets that Kubernetes closes in validation only: good for choosing from, not part of a published schema. */
export const OTHER_ENUMS: ReadonlyMap<string, readonly string[]> = values(`
ConditionStatus: True, False, Unknown
ContainerRestartPolicy: Always, Never, OnFailure
ContainerRestartRuleAction: Restart, RestartAllContainers
ContainerRestartRuleOnExitCodesOperator: In, NotIn
ConversionStrategyType: None, Webhook
CoordinatedLeaseStrategy: OldestEmulationVersion
DeletionPropagation: Orphan, Background, Foreground
FSGroupPolicy: ReadWriteOnceWithFSType, File, None
FieldSelectorOperator: In, NotIn, Exists, DoesNotExist
FlowDistinguisherMethodType: ByUser, ByNamespace
HPAScalingPolicyType: Pods, Percent
LabelSelectorOperator: In, NotIn, Exists, DoesNotExist
LimitResponseType: Queue, Reject
LimitType: Pod, Container, PersistentVolumeClaim
LoadBalancerIPMode: VIP, Proxy
ManagedFieldsOperationType: Apply, Update
MetricSourceType: Object, Pods, Resource, ContainerResource, External
MetricTargetType: Utilization, Value, AverageValue
OSName: linux, windows
ParameterNotFoundActionType: Allow, Deny
PersistentVolumeClaimRetentionPolicyType: Retain, Delete
PodResizeStatus: InProgress, Deferred, Infeasible
PodSELinuxChangePolicy: Recursive, MountOption
PriorityLevelEnablement: Exempt, Limited
RecursiveReadOnlyMode: Disabled, IfPossible, Enabled
ResourceResizeRestartPolicy: NotRequired, RestartContainer
ResourceScope: Cluster, Namespaced
ScalingPolicySelect: Max, Min, Disabled
SubjectKind: User, Group, ServiceAccount
VolumeLifecycleMode: Persistent, Ephemeral
`);
