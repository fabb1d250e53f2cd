/**
 * pods/log: what a simulated container says. Nothing runs in it, so it says what happened to it: when it was pulled, started
 * and how it ended, which is what its kubelet knows. Source: pkg/registry/core/pod (LogLocation), kubelet.
 */
import { badRequest } from '#shared/api/errors.ts';
import { formatTime, parseTime, type Ms } from '#shared/api/time.ts';
import type { ContainerStatus, Pod } from '#shared/kinds/types.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { wallMs } from '../context.ts';
import { getObject } from '../request/read.ts';
import type { SubresourceHandler } from './handler.ts';

export const podLog: SubresourceHandler = {
  resource: resourceOf(pods), subresource: 'log',
  get(r) {
    const pod = getObject(r.core, r.resource, r.namespace, r.name) as Pod, name = containerOf(pod, r.query['container'] ?? '');
    const status = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? []), ...(pod.status.ephemeralContainerStatuses ?? [])].find((s) => s.name === name);
    const previous = r.query['previous'] === 'true';
    if (previous && !status?.lastState?.terminated) throw badRequest(`previous terminated container ${JSON.stringify(name)} in pod ${JSON.stringify(r.name)} not found`);
    if (!previous && !status?.state?.running && !status?.state?.terminated && !status?.lastState?.terminated) {
      throw badRequest(`container ${JSON.stringify(name)} in pod ${JSON.stringify(r.name)} is waiting to start: ${status?.state?.waiting?.reason ?? (pod.spec.nodeName ? 'ContainerCreating' : 'pod is not scheduled')}`);
    }
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: chosen(linesOf(status as ContainerStatus, previous), r.query, wallMs(r.core)) };
  },
};

/** The container that is meant; must be named where there are several. */
function containerOf({ spec, metadata: { name } }: Pod, asked: string): string {
  const all = [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])].map((c) => c.name);
  if (asked) {
    if (!all.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
    return asked;
  }
  if (spec.containers.length === 1) return spec.containers[0]?.name ?? '';
  const init = spec.initContainers?.length ? `, init containers: [${spec.initContainers.map((c) => c.name).join(' ')}]` : '';
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${spec.containers.map((c) => c.name).join(' ')}]${init.replace(', init containers', ' or one of the init containers')}`);
}

interface Line { readonly atMs: Ms; readonly text: string }

function linesOf({ image, state, lastState }: ContainerStatus, previous: boolean): readonly Line[] {
  const run = previous ? lastState?.terminated : state?.terminated ?? state?.running ?? lastState?.terminated;
  if (!run) return [];
  const started = parseTime(run.startedAt ?? undefined) ?? 0, lines: Line[] = [{ atMs: started, text: `${image} started` }], ended = previous ? lastState?.terminated : state?.terminated ?? (state?.running ? undefined : lastState?.terminated);
  if (ended) lines.push({ atMs: parseTime(ended.finishedAt ?? undefined) ?? started, text: ended.exitCode === 0 ? 'done' : `exited with code ${ended.exitCode}${ended.reason ? ` (${ended.reason})` : ''}` });
  return lines;
}

function chosen(lines: readonly Line[], query: Readonly<Record<string, string>>, nowMs: Ms): string {
  const since = query['sinceSeconds'] ? nowMs - Number(query['sinceSeconds']) * 1000 : parseTime(query['sinceTime']) ?? -Infinity, tail = query['tailLines'] === undefined ? Infinity : Number(query['tailLines']);
  const kept = lines.filter((l) => l.atMs >= since).map((l) => (query['timestamps'] === 'true' ? `${formatTime(l.atMs).replace('Z', '.000000000Z')} ${l.text}` : l.text));
  const text = (tail === Infinity ? kept : tail > 0 ? kept.slice(-tail) : []).map((l) => `${l}\n`).join(''), most = query['limitBytes'] === undefined ? Infinity : Number(query['limitBytes']);
  return text.length > most ? text.slice(0, most) : text;
}
