/**
 * The kinds' objects as they come out of the store, and the parts of them that code names most.
 * The fields themselves are generated (generated/types.ts); here they only become complete (see Live).
 */
import type * as g from './generated/types.ts';
import type { Live } from '../api/object.ts';

export type {
  Affinity,
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  DeploymentCondition,
  Endpoint,
  EnvVar,
  LabelSelector,
  LocalObjectReference,
  NodeAffinity,
  NodeCondition,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  ObjectMeta,
  ObjectReference,
  OwnerReference,
  PodAffinityTerm,
  PodCondition,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
  Probe,
  ResourceRequirements,
  ServicePort,
  Subject,
  Taint,
  Toleration,
  TopologySpreadConstraint,
  Volume,
  VolumeMount,
} from './generated/types.ts';

export type APIService = Live<g.APIService>;
export type Binding = Live<g.Binding>;
export type CertificateSigningRequest = Live<g.CertificateSigningRequest>;
export type ClusterRole = Live<g.ClusterRole>;
export type ClusterRoleBinding = Live<g.ClusterRoleBinding>;
export type ComponentStatus = Live<g.ComponentStatus>;
export type ConfigMap = Live<g.ConfigMap>;
export type ControllerRevision = Live<g.ControllerRevision>;
export type CronJob = Live<g.CronJob>;
export type CSIDriver = Live<g.CSIDriver>;
export type CSINode = Live<g.CSINode>;
export type CSIStorageCapacity = Live<g.CSIStorageCapacity>;
export type CustomResourceDefinition = Live<g.CustomResourceDefinition>;
export type DaemonSet = Live<g.DaemonSet>;
export type Deployment = Live<g.Deployment>;
export type DeviceClass = Live<g.DeviceClass>;
export type Endpoints = Live<g.Endpoints>;
export type EndpointSlice = Live<g.EndpointSlice>;
export type Event = Live<g.Event>;
export type FlowSchema = Live<g.FlowSchema>;
export type HorizontalPodAutoscaler = Live<g.HorizontalPodAutoscaler>;
export type Ingress = Live<g.Ingress>;
export type IngressClass = Live<g.IngressClass>;
export type IPAddress = Live<g.IPAddress>;
export type Job = Live<g.Job>;
export type Lease = Live<g.Lease>;
export type LimitRange = Live<g.LimitRange>;
export type LocalSubjectAccessReview = Live<g.LocalSubjectAccessReview>;
export type MutatingAdmissionPolicy = Live<g.MutatingAdmissionPolicy>;
export type MutatingAdmissionPolicyBinding = Live<g.MutatingAdmissionPolicyBinding>;
export type MutatingWebhookConfiguration = Live<g.MutatingWebhookConfiguration>;
export type Namespace = Live<g.Namespace>;
export type NetworkPolicy = Live<g.NetworkPolicy>;
export type Node = Live<g.Node>;
export type PersistentVolume = Live<g.PersistentVolume>;
export type PersistentVolumeClaim = Live<g.PersistentVolumeClaim>;
export type Pod = Live<g.Pod>;
export type PodDisruptionBudget = Live<g.PodDisruptionBudget>;
export type PodTemplate = Live<g.PodTemplate>;
export type PriorityClass = Live<g.PriorityClass>;
export type PriorityLevelConfiguration = Live<g.PriorityLevelConfiguration>;
export type ReplicaSet = Live<g.ReplicaSet>;
export type ReplicationController = Live<g.ReplicationController>;
export type ResourceClaim = Live<g.ResourceClaim>;
export type ResourceClaimTemplate = Live<g.ResourceClaimTemplate>;
export type ResourceQuota = Live<g.ResourceQuota>;
export type ResourceSlice = Live<g.ResourceSlice>;
export type Role = Live<g.Role>;
export type RoleBinding = Live<g.RoleBinding>;
export type RuntimeClass = Live<g.RuntimeClass>;
export type Secret = Live<g.Secret>;
export type SelfSubjectAccessReview = Live<g.SelfSubjectAccessReview>;
export type SelfSubjectReview = Live<g.SelfSubjectReview>;
export type SelfSubjectRulesReview = Live<g.SelfSubjectRulesReview>;
export type Service = Live<g.Service>;
export type ServiceAccount = Live<g.ServiceAccount>;
export type ServiceCIDR = Live<g.ServiceCIDR>;
export type StatefulSet = Live<g.StatefulSet>;
export type StorageClass = Live<g.StorageClass>;
export type SubjectAccessReview = Live<g.SubjectAccessReview>;
export type TokenReview = Live<g.TokenReview>;
export type ValidatingAdmissionPolicy = Live<g.ValidatingAdmissionPolicy>;
export type ValidatingAdmissionPolicyBinding = Live<g.ValidatingAdmissionPolicyBinding>;
export type ValidatingWebhookConfiguration = Live<g.ValidatingWebhookConfiguration>;
export type VolumeAttachment = Live<g.VolumeAttachment>;
export type VolumeAttributesClass = Live<g.VolumeAttributesClass>;
