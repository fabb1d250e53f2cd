/**
 * What a Service may say of its own addresses and their families, and how those may change. Source: core/validation
 * ValidateServiceClusterIPsRelatedFields, validateUpgradeDowngradeClusterIPs, validateUpgradeDowngradeIPFamilies.
 */
import { parseAddress, validateLegacyIP } from '../../api/addresses.ts';
import { duplicate, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import type { ServiceSpec } from '../generated/types.ts';

const FAMILIES = ['IPv4', 'IPv6'];
const FAMILY_POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** Whether a Service has no address of its own: its name stands for those of its pods. */
export const isHeadless = (s: ServiceSpec): boolean => s.clusterIPs?.length === 1 && s.clusterIPs[0] === 'None';

/** Addresses and families; the allocator asks before it reads them. */
export function validateClusterIPs(s: ServiceSpec, old: ServiceSpec | undefined): readonly FieldError[] {
  if (s.type === 'ExternalName') return [];
  const errors: FieldError[] = [];
  const ips = s.clusterIPs ?? [];
  const families = s.ipFamilies ?? [];
  if (s.clusterIP) {
    if (ips.length === 0) errors.push(required('spec.clusterIPs'));
    else if (ips[0] !== s.clusterIP) errors.push(invalid('spec.clusterIPs', ips, 'first value must match `clusterIP`'));
  } else if (ips.length) errors.push(invalid('spec.clusterIPs', ips, 'must be empty when `clusterIP` is not specified'));
  families.forEach((f, i) => {
    if (!FAMILIES.includes(f)) errors.push(notSupported(`spec.ipFamilies[${i}]`, f, FAMILIES));
    if (families.indexOf(f) < i) errors.push(duplicate(`spec.ipFamilies[${i}]`, f));
  });
  if (s.ipFamilyPolicy !== undefined && !FAMILY_POLICIES.includes(s.ipFamilyPolicy))
    errors.push(notSupported('spec.ipFamilyPolicy', s.ipFamilyPolicy, FAMILY_POLICIES));
  let unreadable = false;
  ips.forEach((ip, i) => {
    const wrong =
      i === 0 && ip === 'None'
        ? ips.length > 1
          ? [invalid('spec.clusterIPs', ips, "'None' must be the first and only value")]
          : []
        : validateLegacyIP(ip, `spec.clusterIPs[${i}]`, old?.clusterIPs);
    unreadable ||= wrong.length > 0;
    errors.push(...wrong);
  });
  if (ips.length > 2) errors.push(invalid('spec.clusterIPs', ips, 'may only hold up to 2 values'));
  if (unreadable) return errors;
  const family = (ip: string) => parseAddress(ip)?.family;
  if (ips.length > 1 && new Set(ips.map(family)).size < 2)
    errors.push(invalid('spec.clusterIPs', ips, 'may specify no more than one IP for each IP family'));
  if (!isHeadless(s))
    ips.forEach((ip, i) => {
      const f = families[i];
      if ((f === 'IPv4' || f === 'IPv6') && (f === 'IPv6') !== (family(ip) === 'IPv6'))
        errors.push(invalid(`spec.clusterIPs[${i}]`, ip, `expected an ${f} value as indicated by \`ipFamilies[${i}]\``));
    });
  return errors;
}

/** A second address may come and go; the first stays. */
export function validateClusterIPChange(s: ServiceSpec, old: ServiceSpec): readonly FieldError[] {
  if (s.type === 'ExternalName' || old.type === 'ExternalName' || (isHeadless(s) && isHeadless(old))) return [];
  const now = s.clusterIPs ?? [];
  const was = old.clusterIPs ?? [];
  const fixed = (i: number) => invalid(`spec.clusterIPs[${i}]`, s.clusterIPs, 'may not change once set');
  if (now.length === was.length) return was.flatMap((ip, i) => (ip === now[i] ? [] : [fixed(i)]));
  const changed = was.length && now.length && now[0] !== was[0] ? [fixed(0)] : [];
  if (now.length > was.length) return changed;
  return [
    ...(now.length === 0 ? [invalid('spec.clusterIPs[0]', s.clusterIPs, 'primary clusterIP can not be unset')] : changed),
    ...(now.length === 1 && s.ipFamilyPolicy !== 'SingleStack'
      ? [invalid('spec.ipFamilyPolicy', s.ipFamilyPolicy, "must be set to 'SingleStack' when releasing the secondary clusterIP")]
      : []),
  ];
}

/** A second family may come and go; the first stays. */
export function validateFamilyChange(s: ServiceSpec, old: ServiceSpec): readonly FieldError[] {
  if (s.type === 'ExternalName' || old.type === 'ExternalName' || isHeadless(s) || isHeadless(old)) return [];
  const now = s.ipFamilies ?? [];
  const was = old.ipFamilies ?? [];
  const fixed = (shown: unknown) => invalid('spec.ipFamilies[0]', shown, 'may not change once set');
  if (now.length === was.length) return was.flatMap((f, i) => (f === now[i] ? [] : [fixed(s.ipFamilies)]));
  const changed = was.length && now.length && now[0] !== was[0] ? [fixed(s.clusterIPs)] : [];
  if (now.length > was.length) return changed;
  return [
    ...(s.clusterIPs?.length ? [] : [invalid('spec.ipFamilies[0]', s.ipFamilies, 'primary ipFamily can not be unset')]),
    ...changed,
    ...(now.length === 1 && s.ipFamilyPolicy !== 'SingleStack'
      ? [invalid('spec.ipFamilyPolicy', s.ipFamilyPolicy, "must be set to 'SingleStack' when releasing the secondary ipFamily")]
      : []),
  ];
}
