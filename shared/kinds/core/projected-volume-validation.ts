/** Files that a volume is made of: keys of config maps and secrets, fields of the pod, tokens. Source: core/validation validateProjectedVolumeSource. */
import { forbiddenField, invalid, required, type FieldError } from '../../api/errors.ts';
import type * as g from '../generated/types.ts';
import { validateFieldRef, validateResourceFieldRef } from './env-validation.ts';
import { validateFilePath } from './local-path.ts';

const POD_FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];

/** Who may read a file: nine bits. */
export function validateMode(mode: number | undefined, path: string): readonly FieldError[] {
  return mode !== undefined && (mode < 0 || mode > 0o777)
    ? [invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]
    : [];
}

export function validateItems(items: readonly g.KeyToPath[] | undefined, path: string): readonly FieldError[] {
  return (items ?? []).flatMap((item, i) => validateItem(item, `${path}[${i}]`));
}

function validateItem(item: g.KeyToPath, path: string): readonly FieldError[] {
  return [
    ...(item.key ? [] : [required(`${path}.key`)]),
    ...(item.path ? [] : [required(`${path}.path`)]),
    ...validateFilePath(item.path, `${path}.path`),
    ...validateMode(item.mode, `${path}.mode`),
  ];
}

/** `path` is that of the volume's source: Kubernetes does not say which of its files is meant. */
export function validateDownwardAPIFile(f: g.DownwardAPIVolumeFile, path: string): readonly FieldError[] {
  return [
    ...(f.path ? [] : [required(`${path}.path`)]),
    ...validateFilePath(f.path, `${path}.path`),
    ...(f.fieldRef ? validateFieldRef(f.fieldRef, POD_FIELDS, `${path}.fieldRef`) : []),
    ...(f.fieldRef && f.resourceFieldRef
      ? [invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')]
      : []),
    ...(!f.fieldRef && f.resourceFieldRef ? validateResourceFieldRef(f.resourceFieldRef, `${path}.resourceFieldRef`, true) : []),
    ...(f.fieldRef || f.resourceFieldRef ? [] : [required(path, 'one of fieldRef and resourceFieldRef is required')]),
    ...validateMode(f.mode, `${path}.mode`),
  ];
}

const LEAST_TOKEN_SECONDS = 10 * 60;
const MOST_TOKEN_SECONDS = 2 ** 32;

export function validateProjected(s: g.ProjectedVolumeSource, path: string): readonly FieldError[] {
  const errors: FieldError[] = [...validateMode(s.defaultMode, `${path}.defaultMode`)];
  const taken = new Set<string>();
  const once = (file: string, shown: string) => {
    if (taken.has(file)) errors.push(invalid(path, shown, 'conflicting duplicate paths'));
    else taken.add(file);
  };
  (s.sources ?? []).forEach((source, i) => {
    const at = `${path}.sources[${i}]`;
    for (const field of ['secret', 'configMap'] as const) {
      const keys = source[field];
      if (!keys) continue;
      if (!keys.name) errors.push(required(`${at}.${field}.name`));
      (keys.items ?? []).forEach((item, j) => {
        errors.push(...validateItem(item, `${at}.${field}.items[${j}]`));
        if (item.path) once(item.path, keys.name ?? '');
      });
    }
    for (const f of source.downwardAPI?.items ?? []) {
      errors.push(...validateDownwardAPIFile(f, `${at}.downwardAPI`));
      if (f.path) once(f.path, f.path);
    }
    if (source.serviceAccountToken) errors.push(...validateToken(source.serviceAccountToken, at, path));
    if ((['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'] as const).filter((f) => source[f]).length > 1)
      errors.push(forbiddenField(at, 'may not specify more than 1 volume type per source'));
  });
  return errors;
}

function validateToken(
  { expirationSeconds: seconds = 0, path: file }: g.ServiceAccountTokenProjection,
  at: string,
  path: string,
): readonly FieldError[] {
  return [
    ...(seconds < LEAST_TOKEN_SECONDS
      ? [invalid(`${at}.serviceAccountToken.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(seconds > MOST_TOKEN_SECONDS
      ? [invalid(`${at}.serviceAccountToken.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
    ...(file ? validateFilePath(file, `${path}.path`) : [required(`${path}.path`)]),
  ];
}
