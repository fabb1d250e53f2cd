/** Where a container sees the pod's volumes: mounts and raw devices. Source: core/validation ValidateVolumeMounts, ValidateVolumeDevices. */
import { forbiddenField, invalid, notFoundField, notSupported, required, type FieldError } from '../../api/errors.ts';
import type * as g from '../generated/types.ts';
import { validateLocalPath } from './local-path.ts';

/** The volumes of a pod by name; those that are wrong themselves are not among them. */
export type Volumes = ReadonlyMap<string, g.Volume>;

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE = ['Disabled', 'Enabled', 'IfPossible'];

export function validateVolumeMounts(c: g.Container, volumes: Volumes, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const paths = new Set<string>();
  const devices = c.volumeDevices ?? [];
  (c.volumeMounts ?? []).forEach((m, i) => {
    const at = `${path}[${i}]`;
    if (!m.name) errors.push(required(`${at}.name`));
    if (!volumes.has(m.name)) errors.push(notFoundField(`${at}.name`, m.name));
    if (!m.mountPath) errors.push(required(`${at}.mountPath`));
    if (paths.has(m.mountPath)) errors.push(invalid(`${at}.mountPath`, m.mountPath, 'must be unique'));
    paths.add(m.mountPath);
    if (devices.some((d) => d.name === m.name)) errors.push(invalid(`${at}.name`, m.name, 'must not already exist in volumeDevices'));
    if (devices.some((d) => d.devicePath === m.mountPath))
      errors.push(invalid(`${at}.mountPath`, m.mountPath, 'must not already exist as a path in volumeDevices'));
    if (m.subPath) errors.push(...validateLocalPath(m.subPath, `${path}.subPath`));
    if (m.subPathExpr) {
      if (m.subPath) errors.push(invalid(`${at}.subPathExpr`, m.subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
      errors.push(...validateLocalPath(m.subPathExpr, `${path}.subPathExpr`));
    }
    errors.push(
      ...validatePropagation(m, c.securityContext?.privileged === true, `${path}.mountPropagation`),
      ...validateRecursiveReadOnly(m, `${path}.recursiveReadOnly`),
    );
  });
  return errors;
}

function validatePropagation({ mountPropagation: p }: g.VolumeMount, privileged: boolean, path: string): readonly FieldError[] {
  if (p === undefined) return [];
  if (!PROPAGATIONS.includes(p)) return [notSupported(path, p, PROPAGATIONS)];
  return p === 'Bidirectional' && !privileged
    ? [forbiddenField(path, 'Bidirectional mount propagation is available only to privileged containers')]
    : [];
}

function validateRecursiveReadOnly(
  { recursiveReadOnly: r, readOnly, mountPropagation: p }: g.VolumeMount,
  path: string,
): readonly FieldError[] {
  if (r === undefined || r === 'Disabled') return [];
  if (!RECURSIVE.includes(r)) return [notSupported(path, r, RECURSIVE)];
  return [
    ...(readOnly ? [] : [forbiddenField(path, 'may only be specified when readOnly is true')]),
    ...(p === undefined || p === 'None'
      ? []
      : [forbiddenField(path, 'may only be specified when mountPropagation is None or not specified')]),
  ];
}

export function validateVolumeDevices(c: g.Container, volumes: Volumes, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  const paths = new Set<string>();
  const mounts = c.volumeMounts ?? [];
  (c.volumeDevices ?? []).forEach((d, i) => {
    const at = `${path}[${i}]`;
    const volume = volumes.get(d.name);
    if (!d.name) errors.push(required(`${at}.name`));
    if (names.has(d.name)) errors.push(invalid(`${at}.name`, d.name, 'must be unique'));
    if (!volume) errors.push(notFoundField(`${at}.name`, d.name));
    else if (!volume.persistentVolumeClaim && !volume.ephemeral)
      errors.push(invalid(`${at}.name`, d.name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'));
    if (!d.devicePath) errors.push(required(`${at}.devicePath`));
    if (paths.has(d.devicePath)) errors.push(invalid(`${at}.devicePath`, d.devicePath, 'must be unique'));
    if (d.devicePath?.split('/').includes('..')) errors.push(invalid(`${at}.devicePath`, d.devicePath, "can not contain backsteps ('..')"));
    else paths.add(d.devicePath);
    if (mounts.some((m) => m.name === d.name)) errors.push(invalid(`${at}.name`, d.name, 'must not already exist in volumeMounts'));
    if (mounts.some((m) => m.mountPath === d.devicePath))
      errors.push(invalid(`${at}.devicePath`, d.devicePath, 'must not already exist as a path in volumeMounts'));
    if (d.name) names.add(d.name);
  });
  return errors;
}
