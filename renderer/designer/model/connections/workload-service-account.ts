import { templateOf } from '#shared/graph/pod-template.ts';
import { changes } from '../design.ts';
import { withPodSpec } from '../pod-template-change.ts';
import type { Connection } from './connection.ts';

/** The pods of a workload run as an account. */
export const workloadServiceAccount: Connection = {
  id: 'workload-service-account',
  fits: (from, to) => templateOf(from) !== undefined && to.kind === 'ServiceAccount',
  connect(from, to) {
    const { name } = to.metadata;
    // The field of old names follows where it was ever written.
    return changes(
      from,
      withPodSpec(from, (spec) =>
        spec.serviceAccountName === name
          ? spec
          : { ...spec, serviceAccountName: name, ...(spec.serviceAccount !== undefined && { serviceAccount: name }) },
      ),
    );
  },
};
