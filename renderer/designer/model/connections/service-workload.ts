import { equal } from '#shared/api/json.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { Service } from '#shared/kinds/types.ts';
import { changes, Refusal } from '../design.ts';
import { portsOf, selectorOf } from '../kinds/addable.ts';
import type { Connection } from './connection.ts';

/** A service selects the pods of a workload, and sends to a port that they listen on. */
export const serviceWorkload: Connection = {
  id: 'service-workload',
  fits: (from, to) => from.kind === 'Service' && templateOf(to) !== undefined,
  connect(from, to) {
    const service = from as Service;
    const selector = selectorOf(to);
    if (service.spec.type === 'ExternalName')
      throw new Refusal(`${service.metadata.name} is an ExternalName service: it stands for a name elsewhere and selects no pods.`);
    if (Object.keys(selector).length === 0) throw new Refusal(`The pods of ${to.metadata.name} have no labels to select them by.`);
    const ports = listenedTo(service, to);
    const spec = { ...service.spec, selector, ...(ports && { ports }) };
    return equal(spec, service.spec) ? [] : changes(from, { ...service, spec } as Service);
  },
};

/** The service's ports with targets that the pods have; undefined where they already lead somewhere. */
function listenedTo(service: Service, to: Parameters<typeof portsOf>[0]): Service['spec']['ports'] | undefined {
  const there = portsOf(to);
  const ports = service.spec.ports ?? [];
  if (there.length === 0) return undefined;
  const leads = (target: string | number | undefined, port: number) =>
    there.some((p) => (target !== undefined && p.name === target) || p.containerPort === (target ?? port));
  if (ports.length > 0 && ports.every((p) => leads(p.targetPort, p.port))) return undefined;
  return ports.map((p, i) =>
    leads(p.targetPort, p.port)
      ? p
      : { ...p, targetPort: there[Math.min(i, there.length - 1)]?.name ?? there[Math.min(i, there.length - 1)]?.containerPort ?? p.port },
  );
}
