/** Deployments: they keep ReplicaSets, one a template, and move replicas from one to the next. Source: pkg/controller/deployment. */
import { isTerminating, namespaceOf } from '#shared/api/object.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { labelSelectorMatcher } from '#shared/api/selector.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { replicaSets } from '#shared/kinds/apps/replica-set.ts';
import type { Deployment } from '#shared/kinds/types.ts';
import type { Client } from '../../apiserver/client.ts';
import { BY_ORPHAN } from '../../store/indexes.ts';
import { conditionOf } from '../conditions.ts';
import type { ControllerFactory, Requeue } from '../controller.ts';
import { claim } from '../ownership.ts';
import { forEach, ownedOrSelected } from '../watch-rules.ts';
import { withCurrent } from './current.ts';
import { recreate } from './recreate.ts';
import { generationsOf, isRolling } from './replica-sets.ts';
import { rollBack, rollbackTo } from './rollback.ts';
import { rollOut } from './rolling.ts';
import type { Rollout } from './rollout.ts';
import { isScaling, scaleOut } from './scale.ts';
import { conditioned, countedStatus, hasProgressDeadline, progressCheckInMs, rolloutStatus } from './status.ts';

const selects = (d: Deployment) => labelSelectorMatcher(d.spec.selector);

export const deploymentController: ControllerFactory = () => ({
  name: 'deployment-controller',
  watches: [forEach(deployments), ownedOrSelected(replicaSets, deployments, (d, labels) => selects(d)(labels))],
  reconcile(key, client) {
    const { namespace, name } = splitLocalKey(key);
    const d = client.get(deployments, namespace, name);
    return d && reconcile(d, client);
  },
});

function reconcile(stored: Deployment, client: Client): Requeue | undefined {
  const known = [
    ...client.list(replicaSets, { owner: stored.metadata.uid }),
    ...client.list(replicaSets, { index: { name: BY_ORPHAN, value: namespaceOf(stored) } }),
  ];
  const sets = generationsOf(
    stored,
    claim(client, replicaSets, stored, (rs) => selects(stored)(rs.metadata.labels), known),
  );
  if (isTerminating(stored)) {
    const r = withCurrent({ client, deployment: stored, sets }, false);
    return save(r, countedStatus(r));
  }
  const r: Rollout = { client, deployment: withPauseNoted(stored, client), sets };
  const revision = rollbackTo(stored);
  if (stored.spec.paused) return scale(r);
  if (revision !== undefined) {
    rollBack(r, revision);
    return undefined;
  }
  const current = withCurrent(r, false);
  if (isScaling(current)) return scale(current);
  const next = isRolling(stored) ? rollOut(current) : recreate(current);
  return save(next, rolloutStatus(next));
}

function scale(r: Rollout): Requeue | undefined {
  const next = scaleOut(r);
  return save(next, countedStatus(next));
}

/** Writes what has become of the Deployment, once. */
function save({ client, deployment }: Rollout, status: Deployment['status']): Requeue | undefined {
  const saved = client.updateStatus(deployments, { ...deployment, status });
  const check = saved.spec.paused ? undefined : progressCheckInMs(saved, client.wallMs);
  return check === undefined ? undefined : { requeueAfter: check, urgency: 'background' };
}

/** While it is paused a rollout makes no progress, and need not. */
function withPauseNoted(d: Deployment, client: Client): Deployment {
  const known = conditionOf(d.status.conditions, 'Progressing');
  const noted = known?.reason === 'DeploymentPaused';
  if (!hasProgressDeadline(d) || known?.reason === 'ProgressDeadlineExceeded' || noted === (d.spec.paused ?? false)) return d;
  return conditioned(
    d,
    noted
      ? { type: 'Progressing', status: 'Unknown', reason: 'DeploymentResumed', message: 'Deployment is resumed' }
      : { type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' },
    client.timestamp,
  );
}
