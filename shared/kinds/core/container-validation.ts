/** Containers, init containers and ephemeral containers of a pod. Source: core/validation validateContainers and beside it. */
import {
  duplicate,
  forbiddenField,
  invalid,
  invalidEach,
  notFoundField,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../../api/errors.ts';
import { isDNS1123Label, isValidPortName, isValidPortNum } from '../../api/names.ts';
import type * as g from '../generated/types.ts';
import type { PodSpec } from '../types.ts';
import { PROTOCOLS } from './endpoints.ts';
import { validateEnv, validateEnvFrom } from './env-validation.ts';
import { validatePullPolicy } from './image-name.ts';
import { isSidecar } from './pod-requests.ts';
import { validateHooks } from './probe-validation.ts';
import { validateContainerResources } from './resource-requirements-validation.ts';
import { validateSecurityContext } from './security-context-validation.ts';
import { validateVolumeDevices, validateVolumeMounts, type Volumes } from './volume-mount-validation.ts';

/** What a container is checked against: the pod's spec, its volumes and the names of its resource claims. */
export interface ContainerPlace {
  readonly spec: PodSpec;
  readonly volumes: Volumes;
  readonly claims: ReadonlySet<string>;
}

export function validateContainers(p: ContainerPlace, path: string): readonly FieldError[] {
  const list = p.spec.containers ?? [];
  const names = new Set<string>();
  if (list.length === 0) return [required(path)];
  const errors = list.flatMap((c, i) => {
    const at = `${path}[${i}]`;
    const again = names.has(c.name);
    names.add(c.name);
    return [
      ...validateCommon(c, p, at),
      ...(again ? [duplicate(`${at}.name`, c.name)] : []),
      ...validateHooks(c, p.spec.terminationGracePeriodSeconds, at),
      ...validateRestartPolicy(c, at),
    ];
  });
  return [...errors, ...validateHostPorts(list, path)];
}

export function validateInitContainers(p: ContainerPlace, path: string): readonly FieldError[] {
  const names = new Set((p.spec.containers ?? []).map((c) => c.name));
  return (p.spec.initContainers ?? []).flatMap((c, i) => {
    const at = `${path}[${i}]`;
    const sidecar = isSidecar(c);
    const errors: FieldError[] = [...validateCommon(c, p, at), ...validateRestartPolicy(c, at, true)];
    if (names.has(c.name)) errors.push(duplicate(`${at}.name`, c.name));
    else if (c.name) names.add(c.name);
    errors.push(...validateHostPorts([c], path));
    if (sidecar) errors.push(...validateHooks(c, p.spec.terminationGracePeriodSeconds, at));
    else {
      for (const f of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
        if (c[f]) errors.push(forbiddenField(`${at}.${f}`, 'may not be set for init containers without restartPolicy=Always'));
      (c.resizePolicy ?? []).forEach((r, j) => {
        if (r.restartPolicy === 'RestartContainer')
          errors.push(
            invalid(
              `${at}.resizePolicy[${j}].restartPolicy`,
              r.restartPolicy,
              "must not be set to 'RestartContainer' for non-sidecar initContainers",
            ),
          );
      });
    }
    return errors;
  });
}

/** What a container for looking around may not have, as the type orders it. */
const NOT_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

export function validateEphemeralContainers(p: ContainerPlace, path: string): readonly FieldError[] {
  const others = new Set([...(p.spec.containers ?? []), ...(p.spec.initContainers ?? [])].map((c) => c.name));
  const names = new Set(others);
  const not = 'cannot be set for an Ephemeral Container';
  return (p.spec.ephemeralContainers ?? []).flatMap((c, i) => {
    const at = `${path}[${i}]`;
    const again = names.has(c.name);
    names.add(c.name);
    return [
      ...validateCommon(c, p, at),
      ...validateImageIsTrimmed(c, at),
      ...(again ? [duplicate(`${at}.name`, c.name)] : []),
      ...(c.targetContainerName && !others.has(c.targetContainerName)
        ? [notFoundField(`${at}.targetContainerName`, c.targetContainerName)]
        : []),
      ...NOT_EPHEMERAL.filter((f) => c[f] !== undefined && (f !== 'resources' || Object.keys(c.resources ?? {}).length > 0)).map((f) =>
        forbiddenField(`${at}.${f}`, not),
      ),
      ...(c.volumeMounts ?? []).flatMap((m, j) =>
        (['subPath', 'subPathExpr'] as const).filter((f) => m[f]).map((f) => forbiddenField(`${at}.volumeMounts[${j}].${f}`, not)),
      ),
    ];
  });
}

/** Pods only: templates have long been let have such images. */
export function validateImageIsTrimmed(c: g.Container, path: string): readonly FieldError[] {
  return c.image !== undefined && c.image !== c.image.trim()
    ? [invalid(`${path}.image`, c.image, 'must not have leading or trailing whitespace')]
    : [];
}

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

function validateCommon(c: g.Container, { spec, volumes, claims }: ContainerPlace, path: string): readonly FieldError[] {
  const policy = c.terminationMessagePolicy;
  return [
    ...(c.name ? invalidEach(`${path}.name`, c.name, isDNS1123Label(c.name)) : [required(`${path}.name`)]),
    ...(c.image ? [] : [required(`${path}.image`)]),
    ...(!policy
      ? [required(`${path}.terminationMessagePolicy`)]
      : MESSAGE_POLICIES.includes(policy)
        ? []
        : [notSupported(`${path}.terminationMessagePolicy`, policy, MESSAGE_POLICIES)]),
    ...validatePorts(c.ports ?? [], `${path}.ports`),
    ...validateEnv(c.env ?? [], `${path}.env`),
    ...validateEnvFrom(c.envFrom ?? [], `${path}.envFrom`),
    ...validateVolumeMounts(c, volumes, `${path}.volumeMounts`),
    ...validateVolumeDevices(c, volumes, `${path}.volumeDevices`),
    ...validatePullPolicy(c.imagePullPolicy, `${path}.imagePullPolicy`),
    ...validateContainerResources(c.resources ?? {}, claims, `${path}.resources`),
    ...validateResizePolicy(c.resizePolicy ?? [], spec.restartPolicy, `${path}.resizePolicy`),
    ...validateSecurityContext(c.securityContext, spec.hostUsers !== false, `${path}.securityContext`),
  ];
}

function validatePorts(ports: readonly g.ContainerPort[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  ports.forEach((p, i) => {
    const at = `${path}[${i}]`;
    const complaints = p.name ? isValidPortName(p.name) : [];
    if (p.name && complaints.length === 0 && names.has(p.name)) errors.push(duplicate(`${at}.name`, p.name));
    errors.push(...invalidEach(`${at}.name`, p.name, complaints));
    if (p.name) names.add(p.name);
    errors.push(
      ...(p.containerPort
        ? invalidEach(`${at}.containerPort`, p.containerPort, isValidPortNum(p.containerPort))
        : [required(`${at}.containerPort`)]),
    );
    if (p.hostPort) errors.push(...invalidEach(`${at}.hostPort`, p.hostPort, isValidPortNum(p.hostPort)));
    if (!p.protocol) errors.push(required(`${at}.protocol`));
    else if (!PROTOCOLS.includes(p.protocol)) errors.push(notSupported(`${at}.protocol`, p.protocol, PROTOCOLS));
  });
  return errors;
}

/** A port of the node can be taken once by what runs at the same time. */
function validateHostPorts(containers: readonly g.Container[], path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const taken = new Set<string>();
  containers.forEach((c, i) =>
    (c.ports ?? []).forEach((p, j) => {
      if (!p.hostPort) return;
      const port = `${p.protocol ?? ''}/${p.hostIP ?? ''}/${p.hostPort}`;
      if (taken.has(port)) errors.push(duplicate(`${path}[${i}].ports[${j}].hostPort`, port));
      taken.add(port);
    }),
  );
  return errors;
}

const RESIZABLE = ['cpu', 'memory'];
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer'];

function validateResizePolicy(
  list: readonly g.ContainerResizePolicy[],
  podPolicy: string | undefined,
  path: string,
): readonly FieldError[] {
  const seen = new Set<string>();
  return list.flatMap((p, i) => {
    const again = seen.has(p.resourceName);
    seen.add(p.resourceName);
    const oneOf = (value: string, values: readonly string[]) =>
      !value ? [required(path)] : values.includes(value) ? [] : [notSupported(path, value, values)];
    return [
      ...(again ? [duplicate(`${path}[${i}]`, p.resourceName)] : []),
      ...oneOf(p.resourceName, RESIZABLE),
      ...oneOf(p.restartPolicy, RESIZE_POLICIES),
      ...(podPolicy === 'Never' && p.restartPolicy !== 'NotRequired'
        ? [invalid(path, p.restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'")]
        : []),
    ];
  });
}

const RESTART_POLICIES = ['Always', 'Never', 'OnFailure'];
const ACTIONS = ['Restart', 'RestartAllContainers'];
const OPERATORS = ['In', 'NotIn'];
const MOST_RULES = 20;
const MOST_CODES = 255;
const NEEDS_POLICY = 'must specify restartPolicy when restart rules are used';

function validateRestartPolicy(
  { restartPolicy: policy, restartPolicyRules: rules = [] }: g.Container,
  path: string,
  init = false,
): readonly FieldError[] {
  if (policy === undefined)
    return rules.length ? [required(`${path}.restartPolicy`, NEEDS_POLICY), ...(init ? [] : validateRestartRules(rules, path))] : [];
  return [
    ...(RESTART_POLICIES.includes(policy) ? [] : [notSupported(`${path}.restartPolicy`, policy, RESTART_POLICIES)]),
    ...validateRestartRules(rules, path),
  ];
}

function validateRestartRules(rules: readonly g.ContainerRestartRule[], path: string): readonly FieldError[] {
  return [
    ...(rules.length > MOST_RULES ? [tooMany(`${path}.restartPolicyRules`, rules.length, MOST_RULES)] : []),
    ...rules.flatMap(({ action, exitCodes }, i) => {
      const at = `${path}.restartPolicyRules[${i}]`;
      const codes = exitCodes?.values?.length ?? 0;
      return [
        ...(ACTIONS.includes(action) ? [] : [notSupported(`${at}.action`, action, ACTIONS)]),
        ...(exitCodes ? [] : [required(`${at}.exitCodes`, 'must be specified')]),
        ...(exitCodes && !OPERATORS.includes(exitCodes.operator)
          ? [notSupported(`${at}.exitCodes.operator`, exitCodes.operator, OPERATORS)]
          : []),
        ...(codes > MOST_CODES ? [tooMany(`${at}.exitCodes.values`, codes, MOST_CODES)] : []),
      ];
    }),
  ];
}
