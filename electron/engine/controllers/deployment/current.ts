/** The ReplicaSet of a Deployment's present template. Source: pkg/controller/deployment (sync.go, getNewReplicaSet). */
import { ApiError, namespaceIsTerminating } from '#shared/api/errors.ts';
import { nameHash } from '#shared/api/hash.ts';
import { controllerOf, namespaceOf } from '#shared/api/object.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import type { Deployment, LabelSelector, PodTemplateSpec, ReplicaSet } from '#shared/kinds/types.ts';
import { conditionOf } from '../conditions.ts';
import { ownedBy } from '../pod-control.ts';
import { annotationsFor, replicaAnnotations } from './annotations.ts';
import { REVISION, sameTemplate, TEMPLATE_HASH, templateText, wantedOf, withSet } from './replica-sets.ts';
import { say, type Rollout } from './rollout.ts';
import { newReplicas } from './sizing.ts';
import { conditioned, hasProgressDeadline } from './status.ts';

/**
 * Brings the current ReplicaSet's annotations and the Deployment's revision up to date. Where there is none for the
 * present template, it is made if `create` says so.
 */
export function withCurrent(r: Rollout, create: boolean): Rollout {
  const { current } = r.sets;
  return current ? refreshed(r, current) : create ? created(r) : r;
}

function refreshed(r: Rollout, current: ReplicaSet): Rollout {
  const { client, deployment: d } = r;
  const annotations = annotationsFor(d, current, r.sets.old);
  const minReadySeconds = d.spec.minReadySeconds;
  const changed = annotations !== current.metadata.annotations || (current.spec.minReadySeconds ?? 0) !== (minReadySeconds ?? 0);
  const rs = changed
    ? client.update(replicaSets, {
        ...current,
        metadata: { ...current.metadata, annotations },
        spec: { ...current.spec, ...(minReadySeconds === undefined ? {} : { minReadySeconds }) },
      })
    : current;
  const next = { ...r, deployment: withRevision(d, rs), sets: withSet(r.sets, rs) };
  if (!hasProgressDeadline(d) || conditionOf(d.status.conditions, 'Progressing')) return next;
  return {
    ...next,
    deployment: conditioned(
      next.deployment,
      {
        type: 'Progressing',
        status: 'True',
        reason: 'FoundNewReplicaSet',
        message: `Found new replica set ${JSON.stringify(rs.metadata.name)}`,
      },
      client.timestamp,
    ),
  };
}

function withRevision(d: Deployment, rs: ReplicaSet): Deployment {
  const revision = rs.metadata.annotations?.[REVISION] ?? '';
  return d.metadata.annotations?.[REVISION] === revision
    ? d
    : { ...d, metadata: { ...d.metadata, annotations: { ...d.metadata.annotations, [REVISION]: revision } } };
}

function created(r: Rollout): Rollout {
  const { client, deployment: d, sets } = r;
  const namespace = namespaceOf(d);
  const hash = nameHash(`${templateText(d.spec.template)}${d.status.collisionCount ?? ''}`);
  const name = `${d.metadata.name.slice(0, 252 - hash.length)}-${hash}`;
  const replicas = newReplicas(d, wantedOf(sets.old), 0);
  const template = labelled(d.spec.template, hash);
  let rs: ReplicaSet;
  try {
    rs = client.create(replicaSets, namespace, {
      metadata: {
        name,
        namespace,
        ownerReferences: ownedBy(d),
        ...(template.metadata?.labels ? { labels: template.metadata.labels } : {}),
        annotations: { ...annotationsFor(d, undefined, sets.old), ...replicaAnnotations(d) },
      },
      spec: {
        replicas,
        ...(d.spec.minReadySeconds === undefined ? {} : { minReadySeconds: d.spec.minReadySeconds }),
        selector: narrowed(d.spec.selector, hash),
        template,
      },
    });
  } catch (e) {
    if (e instanceof ApiError) refusedCreate(r, name, e);
    throw e;
  }
  const next: Rollout = { ...r, deployment: withRevision(d, rs), sets: { ...sets, current: rs } };
  if (replicas > 0) say(next, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${replicas}`);
  if (!hasProgressDeadline(d)) return next;
  return {
    ...next,
    deployment: conditioned(
      next.deployment,
      { type: 'Progressing', status: 'True', reason: 'NewReplicaSetCreated', message: `Created new replica set ${JSON.stringify(name)}` },
      client.timestamp,
    ),
  };
}

/** A name that is taken by another template means that two hashes collide: the next try counts one further. */
function refusedCreate(r: Rollout, name: string, e: ApiError): void {
  const { client, deployment: d } = r;
  if (e.reason === 'AlreadyExists') {
    const other = client.get(replicaSets, namespaceOf(d), name);
    if (!other || !sameTemplate(other.spec.template, d.spec.template) || controllerOf(other)?.uid !== d.metadata.uid) {
      client.updateStatus(deployments, { ...d, status: { ...d.status, collisionCount: (d.status.collisionCount ?? 0) + 1 } });
    }
  } else if (!namespaceIsTerminating(e)) {
    const message = `Failed to create new replica set ${JSON.stringify(name)}: ${e.message}`;
    if (hasProgressDeadline(d))
      client.updateStatus(
        deployments,
        conditioned(d, { type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError', message }, client.timestamp),
      );
    say(r, 'Warning', 'ReplicaSetCreateError', message);
  }
}

function labelled(t: PodTemplateSpec, hash: string): PodTemplateSpec {
  return { ...t, metadata: { ...t.metadata, labels: { ...t.metadata?.labels, [TEMPLATE_HASH]: hash } } };
}

function narrowed(s: LabelSelector, hash: string): LabelSelector {
  return { ...s, matchLabels: { ...s.matchLabels, [TEMPLATE_HASH]: hash } };
}
