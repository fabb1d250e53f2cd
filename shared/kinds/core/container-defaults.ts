/** What Kubernetes fills in of containers. Source: core/v1 SetDefaults_Container, SetDefaults_Probe, SetDefaults_HTTPGetAction. */
import type * as g from '../generated/types.ts';
import { withStatedDefaults } from '../schema/published-defaults.ts';
import { defaultPullPolicy } from './image-name.ts';
import { changed, each, without } from './part-defaults.ts';
import { roundedResources } from './resource-names.ts';
import { defaultFieldRef } from './volume-defaults.ts';

const PROBE = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 } as const;

/** Also for init and ephemeral containers. The same object where nothing is missing. */
export function defaultContainer<C extends g.Container | g.EphemeralContainer>(container: C): C {
  const c = withoutStopSignal(container);
  return changed<g.Container>(c, {
    imagePullPolicy: c.imagePullPolicy || defaultPullPolicy(c.image),
    terminationMessagePath: c.terminationMessagePath || '/dev/termination-log',
    terminationMessagePolicy: c.terminationMessagePolicy || 'File',
    ports: each(c.ports, (p) => withStatedDefaults('ContainerPort', p)),
    env: each(c.env, defaultEnv),
    resources: defaultResources(c.resources ?? NOTHING),
    livenessProbe: c.livenessProbe && defaultProbe(c.livenessProbe),
    readinessProbe: c.readinessProbe && defaultProbe(c.readinessProbe),
    startupProbe: c.startupProbe && defaultProbe(c.startupProbe),
    lifecycle:
      c.lifecycle &&
      changed(c.lifecycle, {
        postStart: c.lifecycle.postStart && defaultHandler(c.lifecycle.postStart),
        preStop: c.lifecycle.preStop && defaultHandler(c.lifecycle.preStop),
      }),
  }) as C;
}

/** Signals of one's own choice are a feature that is off, so what asks for one is not kept. */
function withoutStopSignal(c: g.Container): g.Container {
  if (c.lifecycle?.stopSignal === undefined) return c;
  const lifecycle = without(c.lifecycle, 'stopSignal');
  return Object.keys(lifecycle).length ? { ...c, lifecycle } : without(c, 'lifecycle');
}

const NOTHING: g.ResourceRequirements = Object.freeze({});

/** Amounts as Kubernetes keeps them. */
export function defaultResources(r: g.ResourceRequirements): g.ResourceRequirements {
  return changed(r, { requests: roundedResources(r.requests), limits: roundedResources(r.limits) });
}

function defaultEnv(e: g.EnvVar): g.EnvVar {
  const from = e.valueFrom;
  return from?.fieldRef || from?.fileKeyRef
    ? changed(e, {
        valueFrom: changed(from, {
          fieldRef: from.fieldRef && defaultFieldRef(from.fieldRef),
          fileKeyRef: from.fileKeyRef && withStatedDefaults('FileKeySelector', from.fileKeyRef),
        }),
      })
    : e;
}

function defaultProbe(p: g.Probe): g.Probe {
  const timing: Record<string, number> = {};
  for (const [field, value] of Object.entries(PROBE)) if (!p[field as keyof typeof PROBE]) timing[field] = value;
  return changed(p, {
    ...timing,
    httpGet: p.httpGet && defaultHTTPGet(p.httpGet),
    grpc: p.grpc && withStatedDefaults('GRPCAction', p.grpc),
  });
}

function defaultHandler(h: g.LifecycleHandler): g.LifecycleHandler {
  return h.httpGet ? changed(h, { httpGet: defaultHTTPGet(h.httpGet) }) : h;
}

function defaultHTTPGet(a: g.HTTPGetAction): g.HTTPGetAction {
  return changed(a, { path: a.path || '/', scheme: a.scheme || 'HTTP' });
}
