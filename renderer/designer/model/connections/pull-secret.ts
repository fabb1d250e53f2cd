import type { ApiObject } from '#shared/api/object.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { Secret, ServiceAccount } from '#shared/kinds/types.ts';
import { changes } from '../design.ts';
import { withPodSpec } from '../pod-template-change.ts';
import type { Connection } from './connection.ts';

/** Secrets that let in to a registry of images. */
const LETS_IN: ReadonlySet<string> = new Set(['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg']);

type Names = readonly { readonly name?: string }[] | undefined;

/** The pods of a workload, or all that run as an account, pull their images with a secret. */
export const pullSecret: Connection = {
  id: 'pull-secret',
  fits: (from, to) =>
    (from.kind === 'ServiceAccount' || templateOf(from) !== undefined) && to.kind === 'Secret' && LETS_IN.has((to as Secret).type ?? ''),
  connect(from, to) {
    const { name } = to.metadata;
    const has = (list: Names) => list?.some((s) => s.name === name) ?? false;
    if (from.kind !== 'ServiceAccount')
      return changes(
        from,
        withPodSpec(from, (spec) =>
          has(spec.imagePullSecrets) ? spec : { ...spec, imagePullSecrets: [...(spec.imagePullSecrets ?? []), { name }] },
        ),
      );
    const account = from as ServiceAccount;
    return has(account.imagePullSecrets)
      ? []
      : changes(from, { ...account, imagePullSecrets: [...(account.imagePullSecrets ?? []), { name }] } as ApiObject);
  },
};
