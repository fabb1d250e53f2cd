/** Pods of Windows nodes: what only they may say and what they may not. Source: core/validation validateWindows, validateLinux, validateWindowsSecurityContextOptions. */
import { forbiddenField, invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { byteLength, isDNS1123Subdomain } from '../../api/names.ts';
import type * as g from '../generated/types.ts';
import type { PodSpec } from '../types.ts';

const SPEC_KIB = 64;
const DOMAIN_BYTES = 256;
const USER_BYTES = 104;
const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

export function validateWindowsOptions(w: g.WindowsSecurityContextOptions | undefined, path: string): readonly FieldError[] {
  if (!w) return [];
  const errors: FieldError[] =
    w.gmsaCredentialSpecName === undefined
      ? []
      : [...invalidEach(`${path}.gmsaCredentialSpecName`, w.gmsaCredentialSpecName, isDNS1123Subdomain(w.gmsaCredentialSpecName))];
  if (w.gmsaCredentialSpec === '') errors.push(invalid(`${path}.gmsaCredentialSpec`, '', 'gmsaCredentialSpec cannot be an empty string'));
  else if (byteLength(w.gmsaCredentialSpec ?? '') > SPEC_KIB * 1024)
    errors.push(invalid(`${path}.gmsaCredentialSpec`, w.gmsaCredentialSpec, `gmsaCredentialSpec size must be under ${SPEC_KIB} KiB`));
  if (w.runAsUserName !== undefined)
    errors.push(...complaintsAboutUser(w.runAsUserName).map((m) => invalid(`${path}.runAsUserName`, w.runAsUserName, `runAsUserName${m}`)));
  return errors;
}

function complaintsAboutUser(name: string): readonly string[] {
  if (name === '') return [' cannot be an empty string'];
  if (/\p{Cc}/u.test(name)) return [' cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return [' cannot contain more than one backslash'];
  const user = parts.at(-1) as string;
  const domain = parts.length === 2 ? (parts[0] as string) : undefined;
  return [
    ...(byteLength(domain ?? '') >= DOMAIN_BYTES ? [`'s Domain length must be under ${DOMAIN_BYTES} characters`] : []),
    ...(domain !== undefined && !NETBIOS.test(domain) && !DNS.test(domain)
      ? ["'s Domain doesn't match the NetBios nor the DNS format"]
      : []),
    ...(user === ''
      ? ["'s User cannot be empty"]
      : byteLength(user) > USER_BYTES
        ? [`'s User length must not be longer than ${USER_BYTES} characters`]
        : []),
    ...(/^[. ]+$/.test(user) ? ["'s User cannot contain only periods or spaces"] : []),
    ...(/["/\\:;|=,+*?<>@[\]]/.test(user) ? ['\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]'] : []),
  ];
}

const PARTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** Every container of a pod with its path, init containers first. */
export function containersOf(s: PodSpec, path: string): readonly (readonly [c: g.Container, path: string])[] {
  return PARTS.flatMap((part) => (s[part] ?? []).map((c, i) => [c, `${path}.${part}[${i}]`] as const));
}

/** Either all containers are processes of their node or none is, and then they are in its network. */
export function validateHostProcess(s: PodSpec, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const own = s.securityContext?.windowsOptions?.hostProcess;
  const all = containersOf(s, path);
  let count = 0;
  for (const [c, at] of all) {
    const its = c.securityContext?.windowsOptions?.hostProcess;
    if (own !== undefined && its !== undefined && own !== its)
      errors.push(
        invalid(
          `${at}.securityContext.windowsOptions.hostProcess`,
          its,
          `pod hostProcess value must be identical if both are specified, was ${own}`,
        ),
      );
    if (its ?? own) count++;
  }
  if (count === 0) return errors;
  if (count !== all.length)
    errors.push(invalid(path, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers'));
  if (!s.hostNetwork)
    errors.push(invalid(`${path}.hostNetwork`, false, 'hostNetwork must be true if pod contains any hostProcess containers'));
  return errors;
}

const SYSTEMS = ['linux', 'windows'];
const POD_ONLY_LINUX = [
  'appArmorProfile',
  'seLinuxOptions',
  'hostUsers',
  'hostPID',
  'hostIPC',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'shareProcessNamespace',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
] as const;
const OF_SPEC: ReadonlySet<string> = new Set(['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace']);
const CONTAINER_ONLY_LINUX = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** What a pod that names its system says must be known there. */
export function validateOS(s: PodSpec, path: string): readonly FieldError[] {
  if (!s.os) return [];
  if (!s.os.name) return [required(`${path}.os.name`)];
  if (!SYSTEMS.includes(s.os.name)) return [notSupported(`${path}.os`, s.os.name, SYSTEMS)];
  const errors: FieldError[] = [];
  const context = s.securityContext as Record<string, unknown> | undefined;
  if (s.os.name === 'linux') {
    const not = 'windows options cannot be set for a linux pod';
    if (s.securityContext?.windowsOptions) errors.push(forbiddenField(`${path}.securityContext.windowsOptions`, not));
    for (const [c, at] of containersOf(s, path))
      if (c.securityContext?.windowsOptions) errors.push(forbiddenField(`${at}.securityContext.windowsOptions`, not));
    return errors;
  }
  const not = 'cannot be set for a windows pod';
  for (const f of POD_ONLY_LINUX) {
    const value = OF_SPEC.has(f) ? (s as unknown as Record<string, unknown>)[f] : context?.[f];
    const set = f === 'hostPID' || f === 'hostIPC' ? value === true : value !== undefined;
    if (set) errors.push(forbiddenField(OF_SPEC.has(f) ? `${path}.${f}` : `${path}.securityContext.${f}`, not));
  }
  for (const [c, at] of containersOf(s, path))
    for (const f of CONTAINER_ONLY_LINUX)
      if (c.securityContext?.[f] !== undefined) errors.push(forbiddenField(`${at}.securityContext.${f}`, not));
  return errors;
}
