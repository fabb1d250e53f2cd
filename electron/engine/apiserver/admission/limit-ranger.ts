/** Completes containers with a namespace's default requests and limits, and keeps them within its bounds. Source: plugin/pkg/admission/limitranger. */
import { compareQuantity, formatQuantity, parseQuantity, type Quantity } from '#shared/api/quantity.ts';
import { isTerminating, type ApiObject } from '#shared/api/object.ts';
import { limitRanges } from '#shared/kinds/core/limit-range.ts';
import { persistentVolumeClaims } from '#shared/kinds/core/persistent-volume-claim.ts';
import { podQuantities, quantitiesOf, type Quantities } from '#shared/kinds/core/pod-quantities.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { LimitRangeItem } from '#shared/kinds/generated/types.ts';
import type { Container, LimitRange, PersistentVolumeClaim, Pod, PodSpec } from '#shared/kinds/types.ts';
import type { AdmissionPlugin, Core, WriteContext } from '../context.ts';
import { completesSpec } from './pod-spec.ts';
import { refused } from './refusal.ts';

const PODS = resourceOf(pods);
const ANNOTATION = 'kubernetes.io/limit-ranger';

type List = Readonly<Record<string, string>>;

export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  resources: [PODS, resourceOf(persistentVolumeClaims)],
  admit: (c, o, _previous, core) =>
    c.resource.id === PODS && applies(c, o) ? rangesOf(core, c).reduce<ApiObject>((next, range) => completed(next as Pod, range), o) : o,
  validate(c, o, _previous, core) {
    if (!applies(c, o)) return;
    for (const range of rangesOf(core, c)) {
      const faults = (range.spec.limits ?? []).flatMap((item) =>
        c.resource.id === PODS ? podFaults((o as Pod).spec, item) : claimFaults(o as PersistentVolumeClaim, item),
      );
      if (faults.length) throw refused(c, o, faults.length > 1 ? `[${faults.join(', ')}]` : (faults[0] as string));
    }
  },
};

/** Containers do not change once a pod is there. */
function applies(c: WriteContext, o: ApiObject): boolean {
  return !c.subresource && (c.operation === 'CREATE' || (c.operation === 'UPDATE' && c.resource.id !== PODS && !isTerminating(o)));
}

function rangesOf(core: Core, c: WriteContext): readonly LimitRange[] {
  return core.store.list({ resource: resourceOf(limitRanges), namespace: c.namespace }) as readonly LimitRange[];
}

/** The pod with the defaults of a range, and an annotation that says which were used. */
function completed(pod: Pod, range: LimitRange): Pod {
  const next = withDefaults(pod, range);
  if (next === pod) return pod;
  return {
    ...next,
    metadata: {
      ...next.metadata,
      annotations: { ...next.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${said(pod.spec, next.spec).join('; ')}` },
    },
  };
}

const withDefaults = completesSpec((spec: PodSpec, range: LimitRange): PodSpec => {
  let requests: List = {};
  let limits: List = {};
  for (const item of range.spec.limits ?? [])
    if (item.type === 'Container') {
      requests = { ...requests, ...item.defaultRequest };
      limits = { ...limits, ...item.default };
    }
  const complete = (k: Container): Container => {
    const has = k.resources ?? {};
    const more = { limits: { ...limits, ...has.limits }, requests: { ...requests, ...has.requests } };
    const grown =
      Object.keys(more.limits).length > Object.keys(has.limits ?? {}).length ||
      Object.keys(more.requests).length > Object.keys(has.requests ?? {}).length;
    return grown
      ? {
          ...k,
          resources: {
            ...has,
            ...(Object.keys(more.limits).length ? { limits: more.limits } : {}),
            ...(Object.keys(more.requests).length ? { requests: more.requests } : {}),
          },
        }
      : k;
  };
  const containers = spec.containers.map(complete);
  const initContainers = spec.initContainers?.map(complete);
  const changed = containers.some((k, i) => k !== spec.containers[i]) || initContainers?.some((k, i) => k !== spec.initContainers?.[i]);
  return changed ? { ...spec, containers, ...(initContainers ? { initContainers } : {}) } : spec;
});

function said(before: PodSpec, after: PodSpec): readonly string[] {
  const of = (title: string, old: readonly Container[] = [], now: readonly Container[] = []) =>
    now.flatMap((k, i) =>
      (['requests', 'limits'] as const).flatMap((part) => {
        const added = Object.keys(k.resources?.[part] ?? {})
          .filter((r) => old[i]?.resources?.[part]?.[r] === undefined)
          .sort();
        return added.length ? [`${added.join(', ')} ${part.slice(0, -1)} for ${title} ${k.name}`] : [];
      }),
    );
  return [...of('container', before.containers, after.containers), ...of('init container', before.initContainers, after.initContainers)];
}

function podFaults(spec: PodSpec, item: LimitRangeItem): readonly string[] {
  if (item.type === 'Pod') {
    const { requests, limits } = podQuantities(spec);
    return faults(item, requests, limits);
  }
  if (item.type !== 'Container') return [];
  return [...spec.containers, ...(spec.initContainers ?? [])].flatMap((k) =>
    faults(item, quantitiesOf(k.resources?.requests ?? {}), quantitiesOf(k.resources?.limits ?? {})),
  );
}

function claimFaults(claim: PersistentVolumeClaim, item: LimitRangeItem): readonly string[] {
  if (item.type !== 'PersistentVolumeClaim') return [];
  const requests = quantitiesOf(claim.spec.resources?.requests ?? {});
  return [
    ...each(item.min, (r, bound) => least(r, item.type, bound, requests[r], undefined)),
    ...each(item.max, (r, bound) => mostRequest(r, item.type, bound, requests[r])),
  ];
}

function faults(item: LimitRangeItem, requests: Quantities, limits: Quantities): readonly string[] {
  return [
    ...each(item.min, (r, bound) => least(r, item.type, bound, requests[r], limits[r])),
    ...each(item.max, (r, bound) => most(r, item.type, bound, requests[r], limits[r])),
    ...each(item.maxLimitRequestRatio, (r, bound) => ratio(r, item.type, bound, requests[r], limits[r])),
  ];
}

function each(list: List | undefined, check: (resource: string, bound: Quantity) => string | undefined): readonly string[] {
  return Object.keys(list ?? {})
    .sort()
    .flatMap((r) => check(r, parseQuantity((list as List)[r] as string)) ?? []);
}

const text = formatQuantity;

function least(
  resource: string,
  type: string,
  bound: Quantity,
  request: Quantity | undefined,
  limit: Quantity | undefined,
): string | undefined {
  const head = `minimum ${resource} usage per ${type} is ${text(bound)}`;
  if (!request) return `${head}.  No request is specified`;
  if (compareQuantity(request, bound) < 0) return `${head}, but request is ${text(request)}`;
  return limit && compareQuantity(limit, bound) < 0 ? `${head}, but limit is ${text(limit)}` : undefined;
}

function most(
  resource: string,
  type: string,
  bound: Quantity,
  request: Quantity | undefined,
  limit: Quantity | undefined,
): string | undefined {
  const head = `maximum ${resource} usage per ${type} is ${text(bound)}`;
  if (!limit) return `${head}.  No limit is specified`;
  if (compareQuantity(limit, bound) > 0) return `${head}, but limit is ${text(limit)}`;
  return request && compareQuantity(request, bound) > 0 ? `${head}, but request is ${text(request)}` : undefined;
}

function mostRequest(resource: string, type: string, bound: Quantity, request: Quantity | undefined): string | undefined {
  const head = `maximum ${resource} usage per ${type} is ${text(bound)}`;
  if (!request) return `${head}.  No request is specified`;
  return compareQuantity(request, bound) > 0 ? `${head}, but request is ${text(request)}` : undefined;
}

function ratio(
  resource: string,
  type: string,
  bound: Quantity,
  request: Quantity | undefined,
  limit: Quantity | undefined,
): string | undefined {
  const head = `${resource} max limit to request ratio per ${type} is ${text(bound)}`;
  if (!request?.nano) return `${head}, but no request is specified or request is 0`;
  if (!limit?.nano) return `${head}, but no limit is specified or limit is 0`;
  const is = Number(limit.nano) / Number(request.nano);
  return is > Number(bound.nano) / 1e9 ? `${head}, but provided ratio is ${is.toFixed(6)}` : undefined;
}
