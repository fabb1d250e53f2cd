import { namespaceOf } from '#shared/api/object.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { Service } from '#shared/kinds/types.ts';
import { changes } from '../design.ts';
import { withContainer, withPodSpec } from '../pod-template-change.ts';
import type { Connection } from './connection.ts';

/** A workload is told the address of a service, in its environment. */
export const workloadService: Connection = {
  id: 'workload-service',
  fits: (from, to) => templateOf(from) !== undefined && to.kind === 'Service',
  connect(from, to) {
    const service = to as Service;
    const port = service.spec.ports?.[0]?.port;
    const host = namespaceOf(from) === namespaceOf(to) ? to.metadata.name : `${to.metadata.name}.${namespaceOf(to)}`;
    const value = port === undefined ? `${host}.svc` : `${host}:${port}`;
    const name = `${to.metadata.name.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()}_ADDR`;
    return changes(
      from,
      withPodSpec(from, (spec) =>
        withContainer(spec, (c) => {
          if (c.env?.some((e) => e.name === name && e.value === value)) return c;
          return { ...c, env: [...(c.env ?? []).filter((e) => e.name !== name), { name, value }] };
        }),
      ),
    );
  },
};
