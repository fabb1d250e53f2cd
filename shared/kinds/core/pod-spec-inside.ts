/**
 * A pod's spec, and where a volume's bytes are, as the server's own types are printed in messages: Go's names, every
 * field, in the order of the type. Source: pkg/apis/core types.go.
 */
import type * as g from '../generated/types.ts';
import type { PodSpec, PodTemplateSpec } from '../types.ts';

/**
 * The fields of each type. After a colon: s a text, n a number, b a truth (these are never null), a type's name, or
 * [] and a type's name for a list. A field of none of these is printed as it is, or as null.
 */
const TYPES = {
  PodSpec:
    'Volumes:[]Volume InitContainers:[]Container Containers:[]Container EphemeralContainers:[]EphemeralContainer RestartPolicy:s TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy:s NodeSelector ServiceAccountName:s AutomountServiceAccountToken NodeName:s SecurityContext:PodSecurityContext ImagePullSecrets:[]Name Hostname:s Subdomain:s SetHostnameAsFQDN Affinity:Affinity SchedulerName:s Tolerations:[]Toleration HostAliases:[]HostAlias PriorityClassName:s Priority PreemptionPolicy DNSConfig:PodDNSConfig ReadinessGates:[]PodReadinessGate RuntimeClassName Overhead EnableServiceLinks TopologySpreadConstraints:[]TopologySpreadConstraint OS:Name SchedulingGates:[]Name ResourceClaims:[]PodResourceClaim Resources:ResourceRequirements HostnameOverride SchedulingGroup',
  PodSecurityContext:
    'HostNetwork:b HostPID:b HostIPC:b ShareProcessNamespace HostUsers SELinuxOptions:SELinuxOptions WindowsOptions:WindowsSecurityContextOptions RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup FSGroupChangePolicy Sysctls:[]NameValue SeccompProfile:Profile AppArmorProfile:Profile SELinuxChangePolicy',
  Container:
    'Name:s Image:s Command Args WorkingDir:s Ports:[]ContainerPort EnvFrom:[]EnvFromSource Env:[]EnvVar Resources:=ResourceRequirements ResizePolicy:[]ContainerResizePolicy RestartPolicy RestartPolicyRules:[]ContainerRestartRule VolumeMounts:[]VolumeMount VolumeDevices:[]VolumeDevice LivenessProbe:Probe ReadinessProbe:Probe StartupProbe:Probe Lifecycle:Lifecycle TerminationMessagePath:s TerminationMessagePolicy:s ImagePullPolicy:s SecurityContext:SecurityContext Stdin:b StdinOnce:b TTY:b',
  EphemeralContainer: '',
  ContainerPort: 'Name:s HostPort:n ContainerPort:n Protocol:s HostIP:s',
  EnvFromSource: 'Prefix:s ConfigMapRef:NameOptional SecretRef:NameOptional',
  EnvVar: 'Name:s Value:s ValueFrom:EnvVarSource',
  EnvVarSource:
    'FieldRef:ObjectFieldSelector ResourceFieldRef:ResourceFieldSelector ConfigMapKeyRef:KeySelector SecretKeyRef:KeySelector FileKeyRef:FileKeySelector',
  ObjectFieldSelector: 'APIVersion:s FieldPath:s',
  ResourceFieldSelector: 'ContainerName:s Resource:s Divisor:s',
  KeySelector: 'Name:s Key:s Optional',
  FileKeySelector: 'VolumeName:s Path:s Key:s Optional',
  ResourceRequirements: 'Limits Requests Claims:[]ContainerResourceClaim',
  ContainerResourceClaim: 'Name:s Request:s',
  ContainerResizePolicy: 'ResourceName:s RestartPolicy:s',
  ContainerRestartRule: 'Action:s ExitCodes:ContainerRestartRuleOnExitCodes',
  ContainerRestartRuleOnExitCodes: 'Operator:s Values',
  VolumeMount: 'Name:s ReadOnly:b RecursiveReadOnly MountPath:s SubPath:s MountPropagation SubPathExpr:s',
  VolumeDevice: 'Name:s DevicePath:s',
  Probe:
    'Exec:ExecAction HTTPGet:HTTPGetAction TCPSocket:TCPSocketAction GRPC:GRPCAction InitialDelaySeconds:n TimeoutSeconds:n PeriodSeconds:n SuccessThreshold:n FailureThreshold:n TerminationGracePeriodSeconds',
  Lifecycle: 'PostStart:LifecycleHandler PreStop:LifecycleHandler StopSignal',
  LifecycleHandler: 'Exec:ExecAction HTTPGet:HTTPGetAction TCPSocket:TCPSocketAction Sleep:SleepAction',
  ExecAction: 'Command',
  HTTPGetAction: 'Path:s Port Host:s Scheme:s HTTPHeaders:[]NameValue',
  TCPSocketAction: 'Port Host:s',
  GRPCAction: 'Port:n Service',
  SleepAction: 'Seconds:n',
  SecurityContext:
    'Capabilities:Capabilities Privileged SELinuxOptions:SELinuxOptions WindowsOptions:WindowsSecurityContextOptions RunAsUser RunAsGroup RunAsNonRoot ReadOnlyRootFilesystem AllowPrivilegeEscalation ProcMount SeccompProfile:Profile AppArmorProfile:Profile',
  Capabilities: 'Add Drop',
  SELinuxOptions: 'User:s Role:s Type:s Level:s',
  WindowsSecurityContextOptions: 'GMSACredentialSpecName GMSACredentialSpec RunAsUserName HostProcess',
  Profile: 'Type:s LocalhostProfile',
  Volume:
    'Name:s HostPath:HostPathVolumeSource EmptyDir:EmptyDirVolumeSource GCEPersistentDisk:Other AWSElasticBlockStore:Other GitRepo:Other Secret:SecretVolumeSource NFS:NFSVolumeSource ISCSI:Other Glusterfs:Other PersistentVolumeClaim:PersistentVolumeClaimVolumeSource RBD:Other Quobyte:Other FlexVolume:Other Cinder:Other CephFS:Other Flocker:Other DownwardAPI:DownwardAPIVolumeSource FC:Other AzureFile:Other ConfigMap:ConfigMapVolumeSource VsphereVolume:Other AzureDisk:Other PhotonPersistentDisk:Other Projected:ProjectedVolumeSource PortworxVolume:Other ScaleIO:Other StorageOS:Other CSI:CSIVolumeSource Ephemeral:Other Image:ImageVolumeSource',
  HostPathVolumeSource: 'Path:s Type',
  EmptyDirVolumeSource: 'Medium:s SizeLimit',
  SecretVolumeSource: 'SecretName:s Items:[]KeyToPath DefaultMode Optional',
  ConfigMapVolumeSource: 'Name:s Items:[]KeyToPath DefaultMode Optional',
  NFSVolumeSource: 'Server:s Path:s ReadOnly:b',
  PersistentVolumeClaimVolumeSource: 'ClaimName:s ReadOnly:b',
  CSIVolumeSource: 'Driver:s ReadOnly FSType VolumeAttributes NodePublishSecretRef:Name',
  ImageVolumeSource: 'Reference:s PullPolicy:s',
  DownwardAPIVolumeSource: 'Items:[]DownwardAPIVolumeFile DefaultMode',
  DownwardAPIVolumeFile: 'Path:s FieldRef:ObjectFieldSelector ResourceFieldRef:ResourceFieldSelector Mode',
  ProjectedVolumeSource: 'Sources:[]VolumeProjection DefaultMode',
  VolumeProjection:
    'Secret:Keys DownwardAPI:DownwardAPIProjection ConfigMap:Keys ServiceAccountToken:ServiceAccountTokenProjection ClusterTrustBundle PodCertificate',
  Keys: 'Name:s Items:[]KeyToPath Optional',
  DownwardAPIProjection: 'Items:[]DownwardAPIVolumeFile',
  ServiceAccountTokenProjection: 'Audience:s ExpirationSeconds:n Path:s',
  KeyToPath: 'Key:s Path:s Mode',
  Toleration: 'Key:s Operator:s Value:s Effect:s TolerationSeconds',
  HostAlias: 'IP:s Hostnames',
  PodDNSConfig: 'Nameservers Searches Options:[]PodDNSConfigOption',
  PodDNSConfigOption: 'Name:s Value',
  PodReadinessGate: 'ConditionType:s',
  PodResourceClaim: 'Name:s ResourceClaimName ResourceClaimTemplateName',
  TopologySpreadConstraint:
    'MaxSkew:n TopologyKey:s WhenUnsatisfiable:s LabelSelector MinDomains NodeAffinityPolicy NodeTaintsPolicy MatchLabelKeys',
  Affinity: 'NodeAffinity:NodeAffinity PodAffinity:PodAffinity PodAntiAffinity:PodAffinity',
  NodeAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm',
  NodeSelector: 'NodeSelectorTerms:[]NodeSelectorTerm',
  NodeSelectorTerm: 'MatchExpressions:[]NodeSelectorRequirement MatchFields:[]NodeSelectorRequirement',
  NodeSelectorRequirement: 'Key:s Operator:s Values',
  PreferredSchedulingTerm: 'Weight:n Preference:=NodeSelectorTerm',
  PodAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm',
  PodAffinityTerm: 'LabelSelector Namespaces TopologyKey:s NamespaceSelector MatchLabelKeys MismatchLabelKeys',
  WeightedPodAffinityTerm: 'Weight:n PodAffinityTerm:=PodAffinityTerm',
  PersistentVolumeSource:
    'GCEPersistentDisk:GCEPersistentDiskVolumeSource AWSElasticBlockStore:AWSElasticBlockStoreVolumeSource HostPath:HostPathVolumeSource Glusterfs:GlusterfsPersistentVolumeSource NFS:NFSVolumeSource RBD:RBDPersistentVolumeSource Quobyte:QuobyteVolumeSource ISCSI:ISCSIPersistentVolumeSource FlexVolume:FlexPersistentVolumeSource Cinder:CinderPersistentVolumeSource CephFS:CephFSPersistentVolumeSource FC:FCVolumeSource Flocker:FlockerVolumeSource AzureFile:AzureFilePersistentVolumeSource VsphereVolume:VsphereVirtualDiskVolumeSource AzureDisk:AzureDiskVolumeSource PhotonPersistentDisk:PhotonPersistentDiskVolumeSource PortworxVolume:PortworxVolumeSource ScaleIO:ScaleIOPersistentVolumeSource Local:LocalVolumeSource StorageOS:StorageOSPersistentVolumeSource CSI:CSIPersistentVolumeSource',
  GCEPersistentDiskVolumeSource: 'PDName:s FSType:s Partition:n ReadOnly:b',
  AWSElasticBlockStoreVolumeSource: 'VolumeID:s FSType:s Partition:n ReadOnly:b',
  GlusterfsPersistentVolumeSource: 'EndpointsName:s Path:s ReadOnly:b EndpointsNamespace',
  RBDPersistentVolumeSource: 'CephMonitors RBDImage:s FSType:s RBDPool:s RadosUser:s Keyring:s SecretRef:SecretReference ReadOnly:b',
  QuobyteVolumeSource: 'Registry:s Volume:s ReadOnly:b User:s Group:s Tenant:s',
  ISCSIPersistentVolumeSource:
    'TargetPortal:s IQN:s Lun:n ISCSIInterface:s FSType:s ReadOnly:b Portals DiscoveryCHAPAuth:b SessionCHAPAuth:b SecretRef:SecretReference InitiatorName',
  FlexPersistentVolumeSource: 'Driver:s FSType:s SecretRef:SecretReference ReadOnly:b Options',
  CinderPersistentVolumeSource: 'VolumeID:s FSType:s ReadOnly:b SecretRef:SecretReference',
  CephFSPersistentVolumeSource: 'Monitors Path:s User:s SecretFile:s SecretRef:SecretReference ReadOnly:b',
  FCVolumeSource: 'TargetWWNs Lun FSType:s ReadOnly:b WWIDs',
  FlockerVolumeSource: 'DatasetName:s DatasetUUID:s',
  AzureFilePersistentVolumeSource: 'SecretName:s ShareName:s ReadOnly:b SecretNamespace',
  VsphereVirtualDiskVolumeSource: 'VolumePath:s FSType:s StoragePolicyName:s StoragePolicyID:s',
  AzureDiskVolumeSource: 'DiskName:s DataDiskURI:s CachingMode FSType ReadOnly Kind',
  PhotonPersistentDiskVolumeSource: 'PdID:s FSType:s',
  PortworxVolumeSource: 'VolumeID:s FSType:s ReadOnly:b',
  ScaleIOPersistentVolumeSource:
    'Gateway:s System:s SecretRef:SecretReference SSLEnabled:b ProtectionDomain:s StoragePool:s StorageMode:s VolumeName:s FSType:s ReadOnly:b',
  LocalVolumeSource: 'Path:s FSType',
  StorageOSPersistentVolumeSource: 'VolumeName:s VolumeNamespace:s FSType:s ReadOnly:b SecretRef:ObjectReference',
  CSIPersistentVolumeSource:
    'Driver:s VolumeHandle:s ReadOnly:b FSType:s VolumeAttributes ControllerPublishSecretRef:SecretReference NodeStageSecretRef:SecretReference NodePublishSecretRef:SecretReference ControllerExpandSecretRef:SecretReference NodeExpandSecretRef:SecretReference',
  SecretReference: 'Name:s Namespace:s',
  ObjectReference: 'Kind:s Namespace:s Name:s UID:s APIVersion:s ResourceVersion:s FieldPath:s',
  VolumeNodeAffinity: 'Required:NodeSelector',
  Name: 'Name:s',
  NameOptional: 'Name:s Optional',
  NameValue: 'Name:s Value:s',
  Other: '',
} as const;

type TypeName = keyof typeof TYPES;
type Json = Readonly<Record<string, unknown>>;
interface Field {
  readonly name: string;
  readonly json: string;
  readonly zero: unknown;
  readonly type?: TypeName;
  readonly list: boolean;
  readonly inline: boolean;
}

const ZEROES: Readonly<Record<string, unknown>> = { s: '', n: 0, b: false };
const ODD: Readonly<Record<string, string>> = {
  CephFS: 'cephfs',
  StorageOS: 'storageos',
  EndpointsName: 'endpoints',
  CephMonitors: 'monitors',
  RBDImage: 'image',
  RBDPool: 'pool',
  RadosUser: 'user',
  DiscoveryCHAPAuth: 'chapAuthDiscovery',
  SessionCHAPAuth: 'chapAuthSession',
  WWIDs: 'wwids',
  DataDiskURI: 'diskURI',
};

/** 'HTTPGet' is httpGet, 'TTY' is tty, 'HostIP' is hostIP. */
const jsonName = (name: string) => ODD[name] ?? name.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (run) => run.toLowerCase());

const fields = new Map<TypeName, readonly Field[]>();

function fieldsOf(type: TypeName): readonly Field[] {
  let known = fields.get(type);
  if (!known) {
    const text: string = type === 'EphemeralContainer' ? `${TYPES.Container} TargetContainerName:s` : TYPES[type];
    known = text
      .split(' ')
      .filter((f) => f)
      .map((f) => {
        const [name = '', of = ''] = f.split(':');
        const plain = of.replace(/^(\[\]|=)/, '');
        return {
          name,
          json: jsonName(name),
          zero: ZEROES[of] ?? null,
          list: of.startsWith('[]'),
          inline: of.startsWith('='),
          ...(plain in TYPES ? { type: plain as TypeName } : {}),
        };
      });
    fields.set(type, known);
  }
  return known;
}

function inside(o: Json, type: TypeName): Json {
  if (type === 'Other') return Object.fromEntries(Object.entries(o).map(([k, v]) => [k.charAt(0).toUpperCase() + k.slice(1), v]));
  return Object.fromEntries(
    fieldsOf(type).map(({ name, json, zero, type: of, list, inline }) => {
      const v = o[json];
      if (!of) return [name, sorted(v) ?? zero];
      if (list) return [name, (v as readonly Json[] | undefined)?.map((x) => inside(x, of)) ?? null];
      return [name, v === undefined && !inline ? null : inside((v ?? {}) as Json, of)];
    }),
  );
}

/** Maps are printed by key. */
function sorted(v: unknown): unknown {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
    ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
    : v;
}

/** The spec as it is printed. What the server's type keeps in the security context is moved there. */
export function insidePodSpec(s: PodSpec): unknown {
  const { hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers, securityContext } = s;
  return inside(
    { ...s, securityContext: { ...securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers } },
    'PodSpec',
  );
}

/** A container for looking around, as it is printed. */
export const insideEphemeralContainer = (c: g.EphemeralContainer): unknown => inside(c as unknown as Json, 'EphemeralContainer');

/** Where a persistent volume's bytes are, as it is printed. */
export const insidePersistentVolumeSource = (s: g.PersistentVolumeSpec): unknown => inside(s as unknown as Json, 'PersistentVolumeSource');

/** The nodes that reach a volume, as they are printed. */
export const insideVolumeNodeAffinity = (a: g.VolumeNodeAffinity): unknown => inside(a as unknown as Json, 'VolumeNodeAffinity');

const METADATA = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
] as const;

/** A template as it is printed: what its metadata has, beside the spec. */
export function insidePodTemplate({ metadata = {}, spec = { containers: [] } }: PodTemplateSpec): unknown {
  return {
    ...Object.fromEntries(METADATA.filter((f) => metadata[f] !== undefined).map((f) => [f, sorted(metadata[f])])),
    Spec: insidePodSpec(spec),
  };
}
