/**
 * What to write in place of an apiVersion or kind that is not served: API versions that Kubernetes has removed, with their
 * successors, and names that are nearly right. Source: Kubernetes' "Deprecated API Migration Guide".
 */
import { valueAt, type FieldPath } from '../api/field-path.ts';
import { isObject, type JsonObject } from '../api/json.ts';
import { kinds } from '../kinds/index.ts';
import { nearest } from './check.ts';

/** API versions that are gone: what replaces them, since which Kubernetes, and what else has to change. */
interface Removed {
  readonly was: string;
  readonly kinds: readonly string[];
  readonly now?: string;
  readonly since: string;
  readonly also?: string;
}

const SELECTOR = 'spec.selector is required there and has to match the labels of the template';
const INGRESS = 'each path needs a pathType, and a backend is written service.name and service.port';
const WORKLOADS = ['Deployment', 'DaemonSet', 'ReplicaSet', 'StatefulSet', 'ControllerRevision'];

const removed = (was: string, kindNames: string, now: string | undefined, since: string, also?: string): Removed => ({
  was,
  kinds: kindNames.split(' '),
  ...(now ? { now } : {}),
  since,
  ...(also ? { also } : {}),
});

const REMOVED: readonly Removed[] = [
  removed('extensions/v1beta1', 'Deployment DaemonSet ReplicaSet', 'apps/v1', '1.16', SELECTOR),
  removed('extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1', '1.22', INGRESS),
  removed('extensions/v1beta1', 'NetworkPolicy', 'networking.k8s.io/v1', '1.16'),
  removed('extensions/v1beta1', 'PodSecurityPolicy', undefined, '1.16', 'use the pod-security.kubernetes.io labels of namespaces'),
  ...['apps/v1beta1', 'apps/v1beta2'].map((was): Removed => ({ was, kinds: WORKLOADS, now: 'apps/v1', since: '1.16', also: SELECTOR })),
  removed('networking.k8s.io/v1beta1', 'Ingress', 'networking.k8s.io/v1', '1.22', INGRESS),
  removed('networking.k8s.io/v1beta1', 'IngressClass', 'networking.k8s.io/v1', '1.22'),
  removed('policy/v1beta1', 'PodDisruptionBudget', 'policy/v1', '1.25', 'an empty selector there selects every pod of the namespace'),
  removed('policy/v1beta1', 'PodSecurityPolicy', undefined, '1.25', 'use the pod-security.kubernetes.io labels of namespaces'),
  removed('batch/v1beta1', 'CronJob', 'batch/v1', '1.25'),
  removed('batch/v2alpha1', 'CronJob', 'batch/v1', '1.21'),
  removed(
    'autoscaling/v2beta1',
    'HorizontalPodAutoscaler',
    'autoscaling/v2',
    '1.25',
    'a metric names its target as target.type with target.averageUtilization or averageValue',
  ),
  removed('autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2', '1.26'),
  ...['v1alpha1', 'v1beta1'].map((v) =>
    removed(`rbac.authorization.k8s.io/${v}`, 'Role RoleBinding ClusterRole ClusterRoleBinding', 'rbac.authorization.k8s.io/v1', '1.22'),
  ),
  removed(
    'apiextensions.k8s.io/v1beta1',
    'CustomResourceDefinition',
    'apiextensions.k8s.io/v1',
    '1.22',
    'each of spec.versions needs a schema.openAPIV3Schema',
  ),
  removed('apiregistration.k8s.io/v1beta1', 'APIService', 'apiregistration.k8s.io/v1', '1.22'),
  removed(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1',
    '1.22',
    'each webhook needs sideEffects and admissionReviewVersions',
  ),
  ...['v1alpha1', 'v1beta1'].map((v) => removed(`scheduling.k8s.io/${v}`, 'PriorityClass', 'scheduling.k8s.io/v1', '1.22')),
  removed('storage.k8s.io/v1beta1', 'StorageClass VolumeAttachment CSIDriver CSINode', 'storage.k8s.io/v1', '1.22'),
  removed('storage.k8s.io/v1beta1', 'CSIStorageCapacity', 'storage.k8s.io/v1', '1.27'),
  removed('coordination.k8s.io/v1beta1', 'Lease', 'coordination.k8s.io/v1', '1.22'),
  removed(
    'certificates.k8s.io/v1beta1',
    'CertificateSigningRequest',
    'certificates.k8s.io/v1',
    '1.22',
    'spec.signerName is required there',
  ),
  removed('discovery.k8s.io/v1beta1', 'EndpointSlice', 'discovery.k8s.io/v1', '1.25'),
  removed('events.k8s.io/v1beta1', 'Event', 'events.k8s.io/v1', '1.25'),
  removed('node.k8s.io/v1beta1', 'RuntimeClass', 'node.k8s.io/v1', '1.25'),
  removed('flowcontrol.apiserver.k8s.io/v1beta1', 'FlowSchema PriorityLevelConfiguration', 'flowcontrol.apiserver.k8s.io/v1', '1.26'),
  removed('flowcontrol.apiserver.k8s.io/v1beta2', 'FlowSchema PriorityLevelConfiguration', 'flowcontrol.apiserver.k8s.io/v1', '1.29'),
  removed('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema PriorityLevelConfiguration', 'flowcontrol.apiserver.k8s.io/v1', '1.32'),
  removed('authentication.k8s.io/v1beta1', 'TokenReview', 'authentication.k8s.io/v1', '1.22'),
  removed(
    'authorization.k8s.io/v1beta1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview SelfSubjectRulesReview',
    'authorization.k8s.io/v1',
    '1.22',
  ),
];

/** Files that are read by tools and hold no objects of a cluster. */
const OF_TOOLS: Readonly<Record<string, string>> = {
  Kustomization: 'This is a file for kustomize: run it (kubectl kustomize), then import the result.',
  Config: 'This is a kubeconfig, not a manifest.',
};

/** What to do about a kind that is not served; `served` are the kinds that definitions of this cluster add. */
export function unservedHint(
  apiVersion: string,
  kind: string,
  served: readonly { readonly apiVersion: string; readonly kind: string }[] = [],
): string {
  const gone = REMOVED.find((r) => r.was === apiVersion && r.kinds.includes(kind));
  if (gone)
    return `Kubernetes serves ${apiVersion} ${kind} no longer since ${gone.since}: ${gone.now ? `write apiVersion: ${gone.now}` : 'nothing replaces it'}${gone.also ? ` (${gone.also})` : ''}.`;
  if (Object.hasOwn(OF_TOOLS, kind)) return OF_TOOLS[kind] as string;
  const all = [
    ...kinds.flatMap((k) => [
      { apiVersion: k.apiVersion, kind: k.kind },
      ...(k.served ?? []).map((s) => ({ apiVersion: s.apiVersion, kind: k.kind })),
    ]),
    ...served,
  ];
  const same = all.find((k) => k.kind === kind);
  if (same) return `${kind} is served as apiVersion: ${same.apiVersion}.`;
  const near = nearest(
    kind,
    all.map((k) => k.kind),
  );
  const meant = all.find((k) => k.kind === near);
  if (meant) return `Did you mean kind: ${meant.kind} (apiVersion: ${meant.apiVersion})?`;
  return 'It may be a custom resource: import its CustomResourceDefinition with it.';
}

/** Annotations that have become fields, and what is written in their place. */
const BECAME_FIELDS: readonly (readonly [annotation: RegExp, instead: string])[] = [
  [/^service\.alpha\.kubernetes\.io\/tolerate-unready-endpoints$/, 'spec.publishNotReadyAddresses: true'],
  [
    /^scheduler\.alpha\.kubernetes\.io\/(?:critical-pod|affinity|tolerations)$/,
    'spec.priorityClassName, spec.affinity or spec.tolerations',
  ],
  [/^pod\.(?:alpha|beta)\.kubernetes\.io\/init-containers$/, 'spec.initContainers'],
  [/^seccomp\.security\.alpha\.kubernetes\.io\//, 'securityContext.seccompProfile'],
  [/^volume\.alpha\.kubernetes\.io\/storage-class$/, 'spec.storageClassName'],
];

/** Annotations of an object, or of its pod template, that Kubernetes no longer looks at: each with its path and what to write. */
export function supersededAnnotations(
  o: JsonObject,
): readonly { readonly path: FieldPath; readonly message: string; readonly hint: string }[] {
  return [['metadata'], ['spec', 'template', 'metadata']].flatMap((at) => {
    const annotations = valueAt(o, [...at, 'annotations']);
    return Object.keys(isObject(annotations) ? annotations : {}).flatMap((key) => {
      const found = BECAME_FIELDS.find(([pattern]) => pattern.test(key));
      return found
        ? [
            {
              path: [...at, 'annotations', key],
              message: `the annotation ${key} no longer does anything`,
              hint: `Write ${found[1]} instead.`,
            },
          ]
        : [];
    });
  });
}
