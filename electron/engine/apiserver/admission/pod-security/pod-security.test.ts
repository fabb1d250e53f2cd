import { describe, expect, it } from 'vitest';
import { namespaces } from '#shared/kinds/core/namespace.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { deployments } from '#shared/kinds/apps/deployment.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';
import { createObject } from '../../lifecycle/create.ts';
import { updateObject } from '../../lifecycle/update.ts';
import type { Resource } from '../../resources.ts';

const labels = (more: Record<string, string>) =>
  Object.fromEntries(Object.entries(more).map(([k, v]) => [`pod-security.kubernetes.io/${k}`, v]));
const start = (more: Record<string, string>) =>
  new TestCluster().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: labels(more) } });
const template = (spec = {}, container = {}) => ({ containers: [{ name: 'app', image: 'nginx:1.27', ...container }], ...spec });
const pod = (spec = {}, container = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'shop' },
  spec: template(spec, container),
});
const hardened = {
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  },
};
const user = { name: 'ada', groups: ['system:masters'] };

describe('pod security', () => {
  it('lets everything pass where nothing is asked', () => {
    expect(() => new TestCluster().apply({ ...pod({ hostNetwork: true }, { securityContext: { privileged: true } }) })).not.toThrow();
  });

  it.each([
    [
      { hostNetwork: true, hostPID: true, volumes: [{ name: 'v', hostPath: { path: '/' } }] },
      {},
      'host namespaces (hostNetwork=true, hostPID=true), hostPath volumes (volume "v")',
    ],
    [
      {},
      { securityContext: { privileged: true, capabilities: { add: ['NET_ADMIN', 'CHOWN'] } } },
      'non-default capabilities (container "app" must not include "NET_ADMIN" in securityContext.capabilities.add), privileged (container "app" must not set securityContext.privileged=true)',
    ],
    [{}, { ports: [{ containerPort: 80, hostPort: 80 }] }, 'hostPort (container "app" uses hostPort 80)'],
    [
      { securityContext: { seccompProfile: { type: 'Unconfined' } } },
      {},
      'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
    [{ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }, {}, 'forbidden sysctls (kernel.msgmax)'],
  ])('baseline refuses %o %o', (spec, container, why) => {
    expect(() => start({ enforce: 'baseline' }).apply(pod(spec, container))).toThrow(
      `pods "a" is forbidden: violates PodSecurity "baseline:latest": ${why}`,
    );
  });

  it('restricted asks for hardening', () => {
    const c = start({ enforce: 'restricted', 'enforce-version': 'v1.30' });
    expect(() => c.apply(pod({ initContainers: [{ name: 'init', image: 'busybox' }] }))).toThrow(
      'violates PodSecurity "restricted:v1.30": allowPrivilegeEscalation != false (containers "init", "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (containers "init", "app" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or containers "init", "app" must set securityContext.runAsNonRoot=true), seccompProfile (pod or containers "init", "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    );
    expect(() => c.apply(pod({ volumes: [{ name: 'v', hostPath: { path: '/' } }] }, hardened))).toThrow(
      'restricted volume types (volume "v" uses restricted volume type "hostPath")',
    );
    expect(() => c.apply(pod({}, hardened))).not.toThrow();
  });

  it('only warns of a template, and says which pods break a level that is raised', () => {
    const c = start({ warn: 'baseline' });
    const { core } = c.cluster;
    const said: string[] = [];
    const warn = (t: string) => {
      said.push(t);
    };
    createObject(core, { user, resource: core.resources.byId(resourceOf(deployments)) as Resource, namespace: 'shop', name: '', warn }, {
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: template({ hostIPC: true }) },
      },
    } as never);
    expect(said).toEqual(['would violate PodSecurity "baseline:latest": host namespaces (hostIPC=true)']);
    c.settle();
    const names = c.pods().map((p) => p.metadata.name);
    updateObject(core, { user, resource: core.resources.byId('core/namespaces') as Resource, namespace: '', name: 'shop', warn }, (o) => ({
      ...o,
      metadata: { ...o.metadata, labels: { ...o.metadata.labels, ...labels({ enforce: 'baseline' }) } },
    }));
    expect(said.slice(1)).toEqual([
      'existing pods in namespace "shop" violate the new PodSecurity enforce level "baseline:latest"',
      `${names[0]} (and 1 other pod): host namespaces`,
    ]);
  });

  it('takes only labels it understands', () => {
    expect(() => start({ enforce: 'strict' })).toThrow(
      'Namespace "shop" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
    );
    const c = start({ enforce: 'baseline' });
    expect(() =>
      c.change(namespaces, 'shop', (o) => ({ ...o, metadata: { ...o.metadata, labels: labels({ 'enforce-version': '1.30' }) } })),
    ).toThrow('must be "latest" or "v1.x"');
  });
});
