/**
 * pods/log: what a simulated container says. Nothing runs in it, so it says what happened to it: when it was pulled, started
 * and how it ended, which is what its kubelet knows. Source: pkg/registry/core/pod (LogLocation), kubelet.
 */
import { badRequest, forbiddenField, invalid, invalidObject, quoted, type FieldError } from '#shared/api/errors.ts';
import { formatTime, parseTime, type Ms } from '#shared/api/time.ts';
import type { ContainerStatus, Pod } from '#shared/kinds/types.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { wallMs } from '../context.ts';
import { getObject } from '../request/read.ts';
import { isTrue } from '../request/route.ts';
import type { SubresourceHandler } from './handler.ts';

export const podLog: SubresourceHandler = {
  resource: resourceOf(pods),
  subresource: 'log',
  get(r) {
    const options = logOptions(r.query, r.name);
    const pod = getObject(r.core, r.resource, r.namespace, r.name) as Pod;
    const name = containerOf(pod, r.query['container'] ?? '');
    if (!pod.spec.nodeName) return { status: 204, body: '' }; // no kubelet to ask
    const status = [
      ...(pod.status.initContainerStatuses ?? []),
      ...(pod.status.containerStatuses ?? []),
      ...(pod.status.ephemeralContainerStatuses ?? []),
    ].find((s) => s.name === name);
    const previous = isTrue(r.query['previous']);
    if (previous && !status?.lastState?.terminated)
      throw badRequest(`previous terminated container ${JSON.stringify(name)} in pod ${JSON.stringify(r.name)} not found`);
    if (!previous && !status?.state?.running && !status?.state?.terminated && !status?.lastState?.terminated) {
      throw badRequest(
        `container ${JSON.stringify(name)} in pod ${JSON.stringify(r.name)} is waiting to start: ${status?.state?.waiting?.reason ?? 'ContainerCreating'}`,
      );
    }
    return {
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: chosen(linesOf(status as ContainerStatus, previous), options, wallMs(r.core)),
    };
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
  throw badRequest(
    `a container name must be specified for pod ${name}, choose one of: [${spec.containers.map((c) => c.name).join(' ')}]${init.replace(', init containers', ' or one of the init containers')}`,
  );
}

interface Line {
  readonly atMs: Ms;
  readonly text: string;
}

function linesOf({ image, state, lastState }: ContainerStatus, previous: boolean): readonly Line[] {
  const run = previous ? lastState?.terminated : (state?.terminated ?? state?.running ?? lastState?.terminated);
  if (!run) return [];
  const started = parseTime(run.startedAt ?? undefined) ?? 0;
  const lines: Line[] = [{ atMs: started, text: `${image} started` }];
  const ended = previous ? lastState?.terminated : (state?.terminated ?? (state?.running ? undefined : lastState?.terminated));
  if (ended)
    lines.push({
      atMs: parseTime(ended.finishedAt ?? undefined) ?? started,
      text: ended.exitCode === 0 ? 'done' : `exited with code ${ended.exitCode}${ended.reason ? ` (${ended.reason})` : ''}`,
    });
  return lines;
}

interface LogOptions {
  readonly sinceSeconds: number | undefined;
  readonly sinceMs: Ms | undefined;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  readonly timestamps: boolean;
}

/** What a request wants of a log. Throws BadRequest where it is no number or time, Invalid where it makes no sense. */
function logOptions(query: Readonly<Record<string, string>>, name: string): LogOptions {
  const whole = (option: string): number | undefined => {
    const text = query[option];
    if (text === undefined || text === '') return undefined;
    if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${quoted(text)}: invalid syntax`);
    return Number(text);
  };
  const time = query['sinceTime'];
  const sinceMs = time ? parseTime(time) : undefined;
  if (time && sinceMs === undefined)
    throw badRequest(`parsing time ${quoted(time)} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted(time)} as "2006"`);
  const o = {
    sinceSeconds: whole('sinceSeconds'),
    sinceMs,
    tailLines: whole('tailLines'),
    limitBytes: whole('limitBytes'),
    timestamps: isTrue(query['timestamps']),
  };
  const errors: readonly FieldError[] = [
    ...(o.tailLines !== undefined && o.tailLines < 0 ? [invalid('tailLines', o.tailLines, 'must be greater than or equal to 0')] : []),
    ...(o.limitBytes !== undefined && o.limitBytes < 1 ? [invalid('limitBytes', o.limitBytes, 'must be greater than 0')] : []),
    ...(o.sinceSeconds !== undefined && sinceMs !== undefined
      ? [forbiddenField('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified')]
      : o.sinceSeconds !== undefined && o.sinceSeconds < 1
        ? [invalid('sinceSeconds', o.sinceSeconds, 'must be greater than 0')]
        : []),
  ];
  if (errors.length) throw invalidObject({ group: '', kind: 'PodLogOptions' }, name, errors);
  return o;
}

function chosen(
  lines: readonly Line[],
  { sinceSeconds, sinceMs, tailLines: tail = Infinity, limitBytes: most = Infinity, timestamps }: LogOptions,
  nowMs: Ms,
): string {
  const since = sinceSeconds === undefined ? (sinceMs ?? -Infinity) : nowMs - sinceSeconds * 1000;
  const kept = lines
    .filter((l) => l.atMs >= since)
    .map((l) => (timestamps ? `${formatTime(l.atMs).replace('Z', '.000000000Z')} ${l.text}` : l.text));
  const text = (tail === Infinity ? kept : tail > 0 ? kept.slice(-tail) : []).map((l) => `${l}\n`).join('');
  return text.length > most ? text.slice(0, most) : text;
}
