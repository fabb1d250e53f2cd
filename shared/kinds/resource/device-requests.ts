/** What a claim asks for. Source: resource/v1 defaults, resource/validation. */
import { duplicate, invalid, notSupported, required, tooMany, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../api/names.ts';
import type {
  DeviceConstraint,
  DeviceRequest,
  DeviceSelector,
  DeviceSubRequest,
  ExactDeviceRequest,
  ResourceClaimSpec,
} from '../generated/types.ts';

const MAX_REQUESTS = 32;
const MAX_ALTERNATIVES = 8;
const MODES = ['All', 'ExactCount'];

/** One device, unless it is said how many; taints are borne with by their value, unless it is said how. */
export function withRequestDefaults(s: ResourceClaimSpec): ResourceClaimSpec {
  const counted = <R extends ExactDeviceRequest | DeviceSubRequest>(given: R): R => {
    const r = given.tolerations?.some((t) => !t.operator)
      ? { ...given, tolerations: given.tolerations.map((t) => (t.operator ? t : { ...t, operator: 'Equal' })) }
      : given;
    return r.allocationMode && (r.allocationMode !== 'ExactCount' || r.count)
      ? r
      : { ...r, allocationMode: r.allocationMode || 'ExactCount', count: r.count || 1 };
  };
  const requests = s.devices?.requests?.map((r) => {
    const exactly = r.exactly && counted(r.exactly);
    const firstAvailable = r.firstAvailable?.map(counted);
    return exactly === r.exactly && (firstAvailable?.every((f, i) => f === r.firstAvailable?.[i]) ?? true)
      ? r
      : { ...r, ...(exactly ? { exactly } : {}), ...(firstAvailable ? { firstAvailable } : {}) };
  });
  return (requests?.every((r, i) => r === s.devices?.requests?.[i]) ?? true) ? s : { ...s, devices: { ...s.devices, requests } };
}

export function validateClaimSpec(s: ResourceClaimSpec, path: string): readonly FieldError[] {
  const requests = s.devices?.requests ?? [];
  const constraints = s.devices?.constraints ?? [];
  const config = s.devices?.config ?? [];
  const at = `${path}.devices`;
  const names = requestNames(requests);
  return [
    ...validateSet(
      requests,
      (r) => r.name,
      (r, p) => validateRequest(r, p),
      MAX_REQUESTS,
      `${at}.requests`,
    ),
    ...atMost(constraints, MAX_REQUESTS, `${at}.constraints`),
    ...constraints.flatMap((c, i) => validateConstraint(c, names, `${at}.constraints[${i}]`)),
    ...atMost(config, MAX_REQUESTS, `${at}.config`),
    ...config.flatMap((c, i) => [
      ...validateReferences(c.requests, names, `${at}.config[${i}].requests`),
      ...validateConfiguration(c, `${at}.config[${i}]`),
    ]),
  ];
}

/** What configures a device: parameters that its driver reads. */
export function validateConfiguration({ opaque }: { readonly opaque?: { readonly driver?: string } }, path: string): readonly FieldError[] {
  return !opaque ? [required(`${path}.opaque`)] : opaque.driver ? [] : [required(`${path}.opaque.driver`)];
}

/** Devices are told by expressions. */
export function validateSelectors(list: readonly DeviceSelector[] = [], path: string): readonly FieldError[] {
  return [...atMost(list, MAX_REQUESTS, path), ...list.flatMap((x, i) => (x.cel ? [] : [required(`${path}[${i}].cel`)]))];
}

const atMost = (list: readonly unknown[], most: number, path: string): readonly FieldError[] =>
  list.length > most ? [tooMany(path, list.length, most)] : [];

/** What is wrong with each, and then which come again. */
function validateSet<T>(
  list: readonly T[],
  key: (x: T) => string,
  check: (x: T, path: string) => readonly FieldError[],
  most: number,
  path: string,
): readonly FieldError[] {
  const keys = list.map(key);
  return [
    ...atMost(list, most, path),
    ...list.flatMap((x, i) => check(x, `${path}[${i}]`)),
    ...keys.flatMap((k, i) => (keys.indexOf(k) < i ? [duplicate(`${path}[${i}]`, k)] : [])),
  ];
}

/** Names that constraints may use: 'request', and 'request/subrequest'. */
function requestNames(requests: readonly DeviceRequest[]): ReadonlySet<string> {
  return new Set(requests.flatMap((r) => [r.name, ...(r.firstAvailable ?? []).map((f) => `${r.name}/${f.name}`)]));
}

const validateName = (name: string, path: string): readonly FieldError[] =>
  name ? isDNS1123Label(name).map((m) => invalid(path, name, m)) : [required(path)];

function validateRequest(r: DeviceRequest, path: string): readonly FieldError[] {
  const named = validateName(r.name, `${path}.name`);
  const some = r.firstAvailable ?? [];
  const one = 'exactly one of `exactly` or `firstAvailable` is required';
  if (!r.exactly && some.length === 0) return [...named, required(path, one)];
  if (r.exactly && some.length) return [...named, invalid(path, null, `${one}, but multiple fields are set`)];
  if (r.exactly) return [...named, ...validateDevices(r.exactly, `${path}.exactly`)];
  return [
    ...named,
    ...validateSet(
      some,
      (f) => f.name,
      (f, p) => [...validateName(f.name, `${p}.name`), ...validateDevices(f, p)],
      MAX_ALTERNATIVES,
      `${path}.firstAvailable`,
    ),
  ];
}

function validateDevices(r: ExactDeviceRequest | DeviceSubRequest, path: string): readonly FieldError[] {
  const { deviceClassName, allocationMode: mode, count } = r;
  return [
    ...(deviceClassName
      ? isDNS1123Subdomain(deviceClassName).map((m) => invalid(`${path}.deviceClassName`, deviceClassName, m))
      : [required(`${path}.deviceClassName`)]),
    ...validateSelectors(r.selectors, `${path}.selectors`),
    ...(mode === 'All'
      ? count
        ? [invalid(`${path}.count`, count, "must not be specified when allocationMode is 'All'")]
        : []
      : mode === 'ExactCount'
        ? (count ?? 0) <= 0
          ? [invalid(`${path}.count`, count ?? 0, 'must be greater than zero')]
          : []
        : [notSupported(`${path}.allocationMode`, mode ?? '', MODES)]),
  ];
}

function validateConstraint(c: DeviceConstraint, names: ReadonlySet<string>, path: string): readonly FieldError[] {
  return [
    ...validateReferences(c.requests, names, `${path}.requests`),
    ...(c.matchAttribute === undefined && c.distinctAttribute === undefined
      ? [required(path, 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set')]
      : []),
  ];
}

function validateReferences(list: readonly string[] = [], names: ReadonlySet<string>, path: string): readonly FieldError[] {
  return validateSet(
    list,
    (n) => n,
    (name, at) => {
      const unknown = () => [
        invalid(at, name, "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'"),
      ];
      const segments = name.split('/');
      return segments.length > 2 ? unknown() : [...segments.flatMap((x) => validateName(x, at)), ...(names.has(name) ? [] : unknown())];
    },
    MAX_REQUESTS,
    path,
  );
}
