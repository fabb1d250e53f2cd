/** What a claim asks for. Source: resource/v1 defaults, resource/validation. */
import { duplicate, invalid, notSupported, required, tooMany, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../api/names.ts';
import type { DeviceSubRequest, ExactDeviceRequest, ResourceClaimSpec } from '../generated/types.ts';

const MAX_REQUESTS = 32, MODES = ['All', 'ExactCount'];

/** One device, unless it is said how many; taints are borne with by their value, unless it is said how. */
export function withRequestDefaults(s: ResourceClaimSpec): ResourceClaimSpec {
  const counted = <R extends ExactDeviceRequest | DeviceSubRequest>(given: R): R => {
    const r = given.tolerations?.some((t) => !t.operator) ? { ...given, tolerations: given.tolerations.map((t) => (t.operator ? t : { ...t, operator: 'Equal' })) } : given;
    return r.allocationMode && (r.allocationMode !== 'ExactCount' || r.count) ? r : { ...r, allocationMode: r.allocationMode || 'ExactCount', count: r.count || 1 };
  };
  const requests = s.devices?.requests?.map((r) => {
    const exactly = r.exactly && counted(r.exactly), firstAvailable = r.firstAvailable?.map(counted);
    return exactly === r.exactly && (firstAvailable?.every((f, i) => f === r.firstAvailable?.[i]) ?? true) ? r : { ...r, ...(exactly ? { exactly } : {}), ...(firstAvailable ? { firstAvailable } : {}) };
  });
  return requests?.every((r, i) => r === s.devices?.requests?.[i]) ?? true ? s : { ...s, devices: { ...s.devices, requests } };
}

export function validateClaimSpec(s: ResourceClaimSpec, path: string): readonly FieldError[] {
  const requests = s.devices?.requests ?? [], at = `${path}.devices.requests`, names = requests.map((r) => r.name);
  return [
    ...(requests.length > MAX_REQUESTS ? [tooMany(at, requests.length, MAX_REQUESTS)] : []),
    ...requests.flatMap((r, i): readonly FieldError[] => [
      ...(r.name ? isDNS1123Label(r.name).map((m) => invalid(`${at}[${i}].name`, r.name, m)) : [required(`${at}[${i}].name`)]),
      ...(names.indexOf(r.name) < i ? [duplicate(`${at}[${i}]`, r.name)] : []),
      ...(r.exactly && r.firstAvailable?.length ? [invalid(`${at}[${i}]`, null, 'exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set')] : r.exactly || r.firstAvailable?.length ? [] : [required(`${at}[${i}]`, 'exactly one of `exactly` or `firstAvailable` is required')]),
      ...(r.exactly ? validateDevices(r.exactly, `${at}[${i}].exactly`) : []), ...(r.firstAvailable ?? []).flatMap((f, k) => validateDevices(f, `${at}[${i}].firstAvailable[${k}]`)),
    ]),
  ];
}

function validateDevices(r: ExactDeviceRequest | DeviceSubRequest, path: string): readonly FieldError[] {
  const { deviceClassName, allocationMode: mode, count } = r;
  return [
    ...(deviceClassName ? isDNS1123Subdomain(deviceClassName).map((m) => invalid(`${path}.deviceClassName`, deviceClassName, m)) : [required(`${path}.deviceClassName`)]),
    ...(mode === 'All' ? (count ? [invalid(`${path}.count`, count, "must not be specified when allocationMode is 'All'")] : []) : mode === 'ExactCount' ? ((count ?? 0) <= 0 ? [invalid(`${path}.count`, count ?? 0, 'must be greater than zero')] : []) : [notSupported(`${path}.allocationMode`, mode ?? '', MODES)]),
  ];
}
