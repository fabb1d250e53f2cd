/** Environment variables of containers and where they come from. Source: core/validation ValidateEnv, ValidateEnvFrom. */
import { invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import {
  isConfigMapKey,
  isDNS1123Label,
  isDNS1123Subdomain,
  isQualifiedName,
  isRelaxedEnvVarName,
  maskTrailingDash,
} from '../../api/names.ts';
import { parseQuantity } from '../../api/quantity.ts';
import type * as g from '../generated/types.ts';
import { validateNoBacksteps } from './persistent-volume-source.ts';

const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

export function validateEnv(vars: readonly g.EnvVar[], path: string): readonly FieldError[] {
  return vars.flatMap((v, i) => [
    ...(v.name ? invalidEach(`${path}[${i}].name`, v.name, isRelaxedEnvVarName(v.name)) : [required(`${path}[${i}].name`)]),
    ...(v.valueFrom ? validateValueFrom(v.valueFrom, v.value, `${path}[${i}].valueFrom`) : []),
  ]);
}

function validateValueFrom(from: g.EnvVarSource, value: string | undefined, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (from.fieldRef) errors.push(...validateFieldRef(from.fieldRef, ENV_FIELDS, `${path}.fieldRef`));
  if (from.resourceFieldRef) errors.push(...validateResourceFieldRef(from.resourceFieldRef, `${path}.resourceFieldRef`, false));
  if (from.configMapKeyRef) errors.push(...validateKeyRef(from.configMapKeyRef, `${path}.configMapKeyRef`));
  if (from.secretKeyRef) errors.push(...validateKeyRef(from.secretKeyRef, `${path}.secretKeyRef`));
  if (from.fileKeyRef) errors.push(...validateFileKeyRef(from.fileKeyRef, `${path}.fileKeyRef`));
  const sources = [from.fieldRef, from.resourceFieldRef, from.configMapKeyRef, from.secretKeyRef, from.fileKeyRef].filter((s) => s).length;
  if (sources === 0)
    errors.push(
      invalid(path, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'),
    );
  else if (value) errors.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  else if (sources > 1) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
  return errors;
}

function validateKeyRef(r: { readonly name?: string; readonly key: string }, path: string): readonly FieldError[] {
  const name = r.name ?? '';
  return [
    ...invalidEach(`${path}.name`, name, isDNS1123Subdomain(name)),
    ...(r.key ? invalidEach(`${path}.key`, r.key, isConfigMapKey(r.key)) : [required(`${path}.key`)]),
  ];
}

function validateFileKeyRef(r: g.FileKeySelector, path: string): readonly FieldError[] {
  return [
    ...(r.key ? invalidEach(`${path}.key`, r.key, isRelaxedEnvVarName(r.key)) : [required(`${path}.key`)]),
    ...(r.volumeName ? invalidEach(`${path}.volumeName`, r.volumeName, isDNS1123Label(r.volumeName)) : [required(`${path}.volumeName`)]),
    ...(r.path ? validateNoBacksteps(r.path, `${path}.path`) : [required(`${path}.path`)]),
  ];
}

export function validateEnvFrom(sources: readonly g.EnvFromSource[], path: string): readonly FieldError[] {
  return sources.flatMap((s, i) => {
    const errors: FieldError[] = s.prefix ? [...invalidEach(`${path}[${i}].prefix`, s.prefix, isRelaxedEnvVarName(s.prefix))] : [];
    const name = (n = '', at: string) => (n ? invalidEach(at, n, isDNS1123Subdomain(maskTrailingDash(n))) : [required(at)]);
    if (s.configMapRef) errors.push(...name(s.configMapRef.name, `${path}[${i}].configMapRef.name`));
    if (s.secretRef) errors.push(...name(s.secretRef.name, `${path}[${i}].secretRef.name`));
    if (!s.configMapRef && !s.secretRef) errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    else if (s.configMapRef && s.secretRef) errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
    return errors;
  });
}

const FIELDS: ReadonlySet<string> = new Set([
  ...ENV_FIELDS,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);
const SUBSCRIPT = /^(.+?)\['(.*)'\]$/s;

/** A field of the pod; `allowed` says which whole fields may be used here, single labels and annotations always may. */
export function validateFieldRef(r: g.ObjectFieldSelector, allowed: readonly string[], path: string): readonly FieldError[] {
  if (!r.apiVersion) return [required(`${path}.apiVersion`)];
  if (!r.fieldPath) return [required(`${path}.fieldPath`)];
  const wrong = (why: string) => [invalid(`${path}.fieldPath`, r.fieldPath, `error converting fieldPath: ${why}`)];
  if (r.apiVersion !== 'v1') return wrong(`unsupported pod version: ${r.apiVersion}`);
  const [, map, key] = SUBSCRIPT.exec(r.fieldPath) ?? [];
  if (map !== undefined && key !== undefined) {
    if (map !== 'metadata.annotations' && map !== 'metadata.labels') return wrong(`field label does not support subscript: ${r.fieldPath}`);
    const name = map === 'metadata.annotations' ? key.toLowerCase() : key;
    return invalidEach(path, name, isQualifiedName(name));
  }
  const field = r.fieldPath === 'spec.host' ? 'spec.nodeName' : r.fieldPath;
  if (!FIELDS.has(field)) return wrong(`field label not supported: ${field}`);
  return allowed.includes(field) ? [] : [notSupported(`${path}.fieldPath`, field, allowed)];
}

const CONTAINER_RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];
const HUGE_PAGES = /^(requests|limits)\.hugepages-/;
const SIZES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

/** What a container asks for or may use; in a volume the container must be named. */
export function validateResourceFieldRef(r: g.ResourceFieldSelector, path: string, inVolume: boolean): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (inVolume && !r.containerName) errors.push(required(`${path}.containerName`));
  else if (!r.resource) errors.push(required(`${path}.resource`));
  else if (!CONTAINER_RESOURCES.includes(r.resource) && !HUGE_PAGES.test(r.resource))
    errors.push(notSupported(`${path}.resource`, r.resource, CONTAINER_RESOURCES));
  if (r.divisor !== undefined && parseQuantity(r.divisor).nano !== 0n) {
    const [divisors, called] = divisorsOf(r.resource);
    if (divisors && !divisors.includes(r.divisor))
      errors.push(
        invalid(
          `${path}.divisor`,
          r.resource,
          `only divisor's values ${called === 'cpu' ? '1m and 1' : SIZES.join(', ')} are supported with the ${called} resource`,
        ),
      );
  }
  return errors;
}

function divisorsOf(resource: string): readonly [divisors: readonly string[] | undefined, called: string] {
  switch (resource) {
    case 'limits.cpu':
    case 'requests.cpu':
      return [['1m', '1'], 'cpu'];
    case 'limits.memory':
    case 'requests.memory':
      return [SIZES, 'memory'];
    case 'limits.ephemeral-storage':
    case 'requests.ephemeral-storage':
      return [SIZES, 'local ephemeral storage'];
    default:
      return [HUGE_PAGES.test(resource) ? SIZES : undefined, 'hugepages'];
  }
}
