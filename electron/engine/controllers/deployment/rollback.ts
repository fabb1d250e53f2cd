/** Going back to an earlier template, as an annotation of the old API asks for it. Source: pkg/controller/deployment/rollback.go. */
import { deployments } from '#shared/kinds/apps/deployment.ts';
import type { Deployment, ReplicaSet } from '#shared/kinds/types.ts';
import { annotationsAfterRollback } from './annotations.ts';
import { withCurrent } from './current.ts';
import { allOf, revisionOf, ROLLBACK_TO, sameTemplate, TEMPLATE_HASH } from './replica-sets.ts';
import { say, type Rollout } from './rollout.ts';

/** The revision that is asked for, 0 for the last one. */
export function rollbackTo(d: Deployment): number | undefined {
  const text = d.metadata.annotations?.[ROLLBACK_TO];
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/** Takes the template of that revision, or says that there is none; the wish is taken off the Deployment either way. */
export function rollBack(start: Rollout, to: number): void {
  const r = withCurrent(start, true);
  const all = allOf(r.sets);
  const revision = to || lastRevision(all);
  const found = revision ? all.find((rs) => revisionOf(rs) === revision) : undefined;
  if (!found) {
    say(
      r,
      'Warning',
      'DeploymentRollbackRevisionNotFound',
      revision ? 'Unable to find the revision to rollback to.' : 'Unable to find last revision.',
    );
    save(r, r.deployment);
  } else if (sameTemplate(found.spec.template, r.deployment.spec.template)) {
    say(
      r,
      'Warning',
      'DeploymentRollbackTemplateUnchanged',
      `The rollback revision contains the same template as current deployment ${JSON.stringify(r.deployment.metadata.name)}`,
    );
    save(r, r.deployment);
  } else {
    save(r, withTemplateOf(r.deployment, found));
    say(r, 'Normal', 'DeploymentRollback', `Rolled back deployment ${JSON.stringify(r.deployment.metadata.name)} to revision ${revision}`);
  }
}

function withTemplateOf(d: Deployment, rs: ReplicaSet): Deployment {
  const template = rs.spec.template ?? {};
  const { [TEMPLATE_HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  return {
    ...d,
    metadata: { ...d.metadata, annotations: annotationsAfterRollback(d, rs) },
    spec: { ...d.spec, template: { ...template, metadata: { ...template.metadata, labels } } },
  };
}

function save({ client }: Rollout, d: Deployment): void {
  const { [ROLLBACK_TO]: _done, ...annotations } = d.metadata.annotations ?? {};
  client.update(deployments, { ...d, metadata: { ...d.metadata, annotations } });
}

/** The second highest revision; 0 where there is none. */
function lastRevision(sets: readonly ReplicaSet[]): number {
  return sets.map((rs) => revisionOf(rs) ?? 0).sort((a, b) => b - a)[1] ?? 0;
}
