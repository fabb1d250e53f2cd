/** Names of resources (cpu, memory, hugepages-2Mi, example.com/gpu) and what holds for them. Source: core/helper, core/validation. */
import { invalid, type FieldError } from '../../api/errors.ts';
import { isQualifiedName } from '../../api/names.ts';
import { formatQuantity, parseQuantity } from '../../api/quantity.ts';

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const COUNTED = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const FOR_QUOTA: ReadonlySet<string> = new Set([
  ...COMPUTE,
  ...COMPUTE.flatMap((r) => [`requests.${r}`, `limits.${r}`]),
  'requests.storage',
  ...COUNTED,
]);
const STANDARD: ReadonlySet<string> = new Set([...FOR_QUOTA, 'storage']);
const WHOLE: ReadonlySet<string> = new Set(COUNTED);

/** 'hugepages-2Mi': memory in pages of that size. */
export const isHugePages = (name: string): boolean => name.startsWith('hugepages-');

/** The resources that a pod may state for itself as a whole. */
export const isPodLevelResource = (name: string): boolean => name === 'cpu' || name === 'memory' || isHugePages(name);

const isQuotaHugePages = (name: string) => isHugePages(name) || name.startsWith('requests.hugepages-');

/** Kubernetes' own: without a domain, or under kubernetes.io. */
export const isNativeResource = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/');

/** A device or other resource that somebody else defines: 'example.com/gpu'. */
export function isExtendedResourceName(name: string): boolean {
  return !isNativeResource(name) && !name.startsWith('requests.') && isQualifiedName(`requests.${name}`).length === 0;
}

export const isStandardQuotaResource = (name: string): boolean => FOR_QUOTA.has(name) || isQuotaHugePages(name);
export const isIntegerResource = (name: string): boolean => WHOLE.has(name) || isExtendedResourceName(name);

/** Whether a limit may be above the request. */
export const isOvercommitAllowed = (name: string): boolean => isNativeResource(name) && !isHugePages(name);

export function validateResourceName(name: string, path: string): readonly FieldError[] {
  const complaints = isQualifiedName(name);
  if (complaints.length) return complaints.map((m) => invalid(path, name, m));
  return name.includes('/') || STANDARD.has(name) || isQuotaHugePages(name)
    ? []
    : [invalid(path, name, 'must be a standard resource type or fully qualified')];
}

export function validateContainerResourceName(name: string, path: string): readonly FieldError[] {
  const errors = validateResourceName(name, path);
  if (!name.includes('/'))
    return COMPUTE.includes(name) || isHugePages(name)
      ? errors
      : [...errors, invalid(path, name, 'must be a standard resource for containers')];
  return isNativeResource(name) || isExtendedResourceName(name)
    ? errors
    : [...errors, invalid(path, name, "doesn't follow extended resource name standard")];
}

export function validateQuotaResourceName(name: string, path: string): readonly FieldError[] {
  const errors = validateResourceName(name, path);
  return name.split('/').length !== 1 || isStandardQuotaResource(name)
    ? errors
    : [...errors, invalid(path, name, 'must be a standard resource for quota')];
}

/** A quantity that must not be negative, and whole where its resource is counted. */
export function validateResourceQuantity(name: string, value: string, path: string): readonly FieldError[] {
  const errors = [...validateNonnegativeQuantity(value, path)];
  if (isIntegerResource(name) && parseQuantity(value).nano % 1_000_000_000n !== 0n) errors.push(invalid(path, value, 'must be an integer'));
  return errors;
}

export function validateNonnegativeQuantity(value: string, path: string): readonly FieldError[] {
  return parseQuantity(value).nano < 0n ? [invalid(path, value, 'must be greater than or equal to 0')] : [];
}

export function validatePositiveQuantity(value: string, path: string): readonly FieldError[] {
  return parseQuantity(value).nano <= 0n ? [invalid(path, value, 'must be greater than zero')] : [];
}

/** Amounts of resources by name. */
export type ResourceList = Readonly<Record<string, string>>;

/** A resource list as Kubernetes keeps it: nothing finer than a thousandth. The same object where nothing is. */
export function roundedResources<T extends ResourceList | undefined>(list: T): T {
  if (!list) return list;
  let rounded: Record<string, string> | undefined;
  for (const [name, text] of Object.entries(list)) {
    const q = parseQuantity(text);
    const rest = ((q.nano % MILLI) + MILLI) % MILLI;
    if (rest !== 0n) (rounded ??= { ...list })[name] = formatQuantity({ ...q, nano: q.nano < 0n ? q.nano - rest : q.nano - rest + MILLI });
  }
  return (rounded ?? list) as T;
}

const MILLI = 1_000_000n;
