/** What a container is asked and told: probes and lifecycle hooks. Source: core/validation validateProbe, validateHandler. */
import { forbiddenField, invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isHTTPHeaderName, isValidPortName, isValidPortNum } from '../../api/names.ts';
import type * as g from '../generated/types.ts';
import { validateNonnegatives } from '../nonnegative.ts';

type Handler = Pick<g.Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<g.LifecycleHandler, 'sleep'>;
const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

/** The hooks and probes that ordinary containers and sidecars may have. `grace` is the pod's grace period in seconds. */
export function validateHooks(c: g.Container, grace: number | undefined, path: string): readonly FieldError[] {
  const { lifecycle: l, livenessProbe: live, readinessProbe: ready, startupProbe: start } = c;
  return [
    ...(l?.postStart ? validateHandler(l.postStart, grace, `${path}.lifecycle.postStart`) : []),
    ...(l?.preStop ? validateHandler(l.preStop, grace, `${path}.lifecycle.preStop`) : []),
    ...(live ? [...validateProbe(live, `${path}.livenessProbe`), ...onceIsEnough(live, `${path}.livenessProbe`)] : []),
    ...(ready
      ? [
          ...validateProbe(ready, `${path}.readinessProbe`),
          ...(ready.terminationGracePeriodSeconds === undefined
            ? []
            : [
                invalid(
                  `${path}.readinessProbe.terminationGracePeriodSeconds`,
                  ready.terminationGracePeriodSeconds,
                  'must not be set for readinessProbes',
                ),
              ]),
        ]
      : []),
    ...(start ? [...validateProbe(start, `${path}.startupProbe`), ...onceIsEnough(start, `${path}.startupProbe`)] : []),
  ];
}

function onceIsEnough(p: g.Probe, path: string): readonly FieldError[] {
  return p.successThreshold === 1 ? [] : [invalid(`${path}.successThreshold`, p.successThreshold ?? 0, 'must be 1')];
}

function validateProbe(p: g.Probe, path: string): readonly FieldError[] {
  return [
    ...validateHandler(p, undefined, path),
    ...validateNonnegatives(p, path, ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold']),
    ...(p.terminationGracePeriodSeconds !== undefined && p.terminationGracePeriodSeconds <= 0
      ? [invalid(`${path}.terminationGracePeriodSeconds`, p.terminationGracePeriodSeconds, 'must be greater than 0')]
      : []),
  ];
}

function validateHandler(h: Handler, grace: number | undefined, path: string): readonly FieldError[] {
  const [first, ...others] = HANDLERS.filter((f) => h[f]);
  if (!first) return [required(path, 'must specify a handler type')];
  return [
    ...validateAction(h, first, grace, `${path}.${first}`),
    ...others.map((f) => forbiddenField(`${path}.${f}`, 'may not specify more than 1 handler type')),
  ];
}

function validateAction(h: Handler, kind: (typeof HANDLERS)[number], grace: number | undefined, path: string): readonly FieldError[] {
  switch (kind) {
    case 'exec':
      return h.exec?.command?.length ? [] : [required(`${path}.command`)];
    case 'httpGet':
      return validateHTTPGet(h.httpGet as g.HTTPGetAction, path);
    case 'tcpSocket':
      return validatePort((h.tcpSocket as g.TCPSocketAction).port, `${path}.port`);
    case 'grpc':
      return validatePort((h.grpc as g.GRPCAction).port, `${path}.port`);
    case 'sleep': {
      const { seconds } = h.sleep as g.SleepAction;
      return grace !== undefined && (seconds < 0 || seconds > grace)
        ? [invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`)]
        : [];
    }
  }
}

const SCHEMES = ['HTTP', 'HTTPS'];

function validateHTTPGet(a: g.HTTPGetAction, path: string): readonly FieldError[] {
  return [
    ...(a.path ? [] : [required(`${path}.path`)]),
    ...validatePort(a.port, `${path}.port`),
    ...(SCHEMES.includes(a.scheme ?? '') ? [] : [notSupported(`${path}.scheme`, a.scheme ?? '', SCHEMES)]),
    ...(a.httpHeaders ?? []).flatMap((h) => invalidEach(`${path}.httpHeaders`, h.name, isHTTPHeaderName(h.name))),
  ];
}

function validatePort(port: number | string, path: string): readonly FieldError[] {
  return invalidEach(path, port, typeof port === 'number' ? isValidPortNum(port) : isValidPortName(port));
}
