/** As whom and how confined containers run. Source: core/validation validatePodSpecSecurityContext, ValidateSecurityContext. */
import { duplicate, forbiddenField, invalid, invalidEach, notSupported, required, tooLong, type FieldError } from '../../api/errors.ts';
import { byteLength, isValidGroupID, isValidUserID } from '../../api/names.ts';
import type * as g from '../generated/types.ts';
import type { PodSpec } from '../types.ts';
import { validateLocalPath } from './local-path.ts';
import { validateWindowsOptions } from './windows-validation.ts';

const FS_GROUP_CHANGE = ['Always', 'OnRootMismatch'];
const SUPPLEMENTAL = ['Merge', 'Strict'];
const SELINUX_CHANGE = ['MountOption', 'Recursive'];

export function validatePodSecurityContext(s: PodSpec, specPath: string): readonly FieldError[] {
  const c = s.securityContext;
  const path = `${specPath}.securityContext`;
  if (!c) return [];
  const oneOf = (field: 'fsGroupChangePolicy' | 'supplementalGroupsPolicy' | 'seLinuxChangePolicy', values: readonly string[]) =>
    c[field] === undefined || values.includes(c[field]) ? [] : [notSupported(`${path}.${field}`, c[field], values)];
  return [
    ...(c.fsGroup === undefined ? [] : invalidEach(`${path}.fsGroup`, c.fsGroup, isValidGroupID(c.fsGroup))),
    ...validateIDs(c, path),
    ...(c.supplementalGroups ?? []).flatMap((id, i) => invalidEach(`${path}.supplementalGroups[${i}]`, id, isValidGroupID(id))),
    ...(s.shareProcessNamespace && s.hostPID
      ? [invalid(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled')]
      : []),
    ...validateSysctls(c.sysctls ?? [], s, `${path}.sysctls`),
    ...oneOf('fsGroupChangePolicy', FS_GROUP_CHANGE),
    ...validateSeccomp(c.seccompProfile, `${path}.seccompProfile`),
    ...validateWindowsOptions(c.windowsOptions, `${path}.windowsOptions`),
    ...validateAppArmor(c.appArmorProfile, `${path}.appArmorProfile`),
    ...oneOf('supplementalGroupsPolicy', SUPPLEMENTAL),
    ...oneOf('seLinuxChangePolicy', SELINUX_CHANGE),
  ];
}

function validateIDs(c: { readonly runAsUser?: number; readonly runAsGroup?: number }, path: string): readonly FieldError[] {
  return [
    ...(c.runAsUser === undefined ? [] : invalidEach(`${path}.runAsUser`, c.runAsUser, isValidUserID(c.runAsUser))),
    ...(c.runAsGroup === undefined ? [] : invalidEach(`${path}.runAsGroup`, c.runAsGroup, isValidGroupID(c.runAsGroup))),
  ];
}

const SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL = `^(${SEGMENT}[\\./])*${SEGMENT}$`;
const SYSCTL_REGEX = new RegExp(SYSCTL);
const SYSCTL_LENGTH = 253;

function validateSysctls(sysctls: readonly g.Sysctl[], s: PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  sysctls.forEach(({ name }, i) => {
    const at = `${path}[${i}].name`;
    const space = namespaceOfSysctl(name);
    if (!name) errors.push(required(at));
    else if (byteLength(name) > SYSCTL_LENGTH || !SYSCTL_REGEX.test(name))
      errors.push(invalid(at, name, `must have at most ${SYSCTL_LENGTH} characters and match regex ${SYSCTL}`));
    else if (seen.has(name)) errors.push(duplicate(at, name));
    if (s.hostNetwork && space === 'net') errors.push(invalid(at, name, "may not be specified when 'hostNetwork' is true"));
    else if (s.hostIPC && space === 'ipc') errors.push(invalid(at, name, "may not be specified when 'hostIPC' is true"));
    seen.add(name);
  });
  return errors;
}

/** The kernel namespace that a sysctl belongs to. Source: component-helpers' node/util/sysctl. */
function namespaceOfSysctl(name: string): 'net' | 'ipc' | undefined {
  const dotted =
    name.includes('/') && (!name.includes('.') || name.indexOf('/') < name.indexOf('.'))
      ? name.replace(/[./]/g, (c) => (c === '/' ? '.' : '/'))
      : name;
  if (dotted.startsWith('net.')) return 'net';
  return dotted === 'kernel.sem' || ['kernel.shm', 'kernel.msg', 'fs.mqueue.'].some((p) => dotted.startsWith(p)) ? 'ipc' : undefined;
}

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function validateSeccomp(p: g.SeccompProfile | undefined, path: string): readonly FieldError[] {
  if (!p) return [];
  const { type, localhostProfile: file } = p;
  const errors: FieldError[] = !type
    ? [required(`${path}.type`, 'type is required when seccompProfile is set')]
    : PROFILE_TYPES.includes(type)
      ? []
      : [notSupported(`${path}.type`, type, PROFILE_TYPES)];
  if (type === 'Localhost')
    errors.push(
      ...(file === undefined
        ? [required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost')]
        : validateLocalPath(file, `${path}.localhostProfile`)),
    );
  else if (file !== undefined)
    errors.push(
      invalid(`${path}.localhostProfile`, { Type: type, LocalhostProfile: file }, 'can only be set when seccomp type is Localhost'),
    );
  return errors;
}

/** The longest path there is. */
const PATH_BYTES = 4095;

function validateAppArmor(p: g.AppArmorProfile | undefined, path: string): readonly FieldError[] {
  if (!p) return [];
  const { type, localhostProfile: file } = p;
  const at = `${path}.localhostProfile`;
  if (!type) return [required(`${path}.type`, 'type is required when appArmorProfile is set')];
  if (!PROFILE_TYPES.includes(type)) return [notSupported(`${path}.type`, type, PROFILE_TYPES)];
  if (type !== 'Localhost') return file === undefined ? [] : [invalid(at, file, 'can only be set when AppArmor type is Localhost')];
  return [
    ...(file !== undefined && file.trim() !== file
      ? [invalid(at, file, 'must not be padded with whitespace')]
      : file
        ? []
        : [required(at, 'must be set when AppArmor type is Localhost')]),
    ...(byteLength(file ?? '') > PATH_BYTES ? [tooLong(at, PATH_BYTES)] : []),
  ];
}

const PROC_MOUNTS = ['Default', 'Unmasked'];

/** Of one container. `hostUsers` says whether its users are those of the node. */
export function validateSecurityContext(c: g.SecurityContext | undefined, hostUsers: boolean, path: string): readonly FieldError[] {
  if (!c) return [];
  const errors: FieldError[] = [...validateIDs(c, path)];
  if (c.procMount !== undefined) {
    if (!PROC_MOUNTS.includes(c.procMount)) errors.push(notSupported(`${path}.procMount`, c.procMount, PROC_MOUNTS));
    if (hostUsers && c.procMount === 'Unmasked')
      errors.push(invalid(`${path}.procMount`, c.procMount, '`hostUsers` must be false to use `Unmasked`'));
  }
  errors.push(...validateSeccomp(c.seccompProfile, `${path}.seccompProfile`));
  if (c.allowPrivilegeEscalation === false) {
    if (c.privileged) errors.push(invalid(path, inside(c), 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
    for (const cap of c.capabilities?.add ?? [])
      if (cap === 'CAP_SYS_ADMIN')
        errors.push(invalid(path, inside(c), 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'));
  }
  return [
    ...errors,
    ...validateWindowsOptions(c.windowsOptions, `${path}.windowsOptions`),
    ...validateAppArmor(c.appArmorProfile, `${path}.appArmorProfile`),
  ];
}

/** A security context as the server's own type is printed. */
function inside(c: g.SecurityContext): unknown {
  const profile = (p: { readonly type: string; readonly localhostProfile?: string } | undefined) =>
    p ? { Type: p.type, LocalhostProfile: p.localhostProfile ?? null } : null;
  const linux = c.seLinuxOptions;
  const windows = c.windowsOptions;
  return {
    Capabilities: c.capabilities ? { Add: c.capabilities.add ?? null, Drop: c.capabilities.drop ?? null } : null,
    Privileged: c.privileged ?? null,
    SELinuxOptions: linux ? { User: linux.user ?? '', Role: linux.role ?? '', Type: linux.type ?? '', Level: linux.level ?? '' } : null,
    WindowsOptions: windows
      ? {
          GMSACredentialSpecName: windows.gmsaCredentialSpecName ?? null,
          GMSACredentialSpec: windows.gmsaCredentialSpec ?? null,
          RunAsUserName: windows.runAsUserName ?? null,
          HostProcess: windows.hostProcess ?? null,
        }
      : null,
    RunAsUser: c.runAsUser ?? null,
    RunAsGroup: c.runAsGroup ?? null,
    RunAsNonRoot: c.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: c.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: c.allowPrivilegeEscalation ?? null,
    ProcMount: c.procMount ?? null,
    SeccompProfile: profile(c.seccompProfile),
    AppArmorProfile: profile(c.appArmorProfile),
  };
}

/** A pod with users of its own shares no other namespace with its node. */
export function validateHostUsers(s: PodSpec, path: string): readonly FieldError[] {
  if (s.hostUsers !== false) return [];
  const because = 'when `hostUsers` is false';
  const parts = ['initContainers', 'containers', 'ephemeralContainers'] as const;
  return [
    ...(s.hostNetwork ? [forbiddenField(`${path}.hostNetwork`, because)] : []),
    ...(s.hostPID ? [forbiddenField(`${path}.HostPID`, because)] : []),
    ...(s.hostIPC ? [forbiddenField(`${path}.HostIPC`, because)] : []),
    ...parts.flatMap((part) =>
      (s[part] ?? []).flatMap((c, i) => (c.volumeDevices?.length ? [forbiddenField(`${path}.${part}[${i}].volumeDevices`, because)] : [])),
    ),
  ];
}
