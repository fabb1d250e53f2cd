/** Containers, volumes and the rest of a pod or of its template. */
import type { Container, ContainerState, ContainerStatus, PodSpec, Probe, Toleration, Volume } from '#shared/kinds/types.ts';
import type { Template } from '#shared/graph/pod-template.ts';
import { isObject } from '#shared/api/json.ts';
import { annotations, longTime, type Text } from './text.ts';

/** The 'Pod Template:' of a workload. */
export function podTemplate(t: Text, template: Template | undefined): void {
  t.at(0, 'Pod Template:');
  if (!template) return t.at(1, '<unset>');
  t.map(1, 'Labels', template.metadata?.labels);
  if (Object.keys(template.metadata?.annotations ?? {}).length > 0) annotations(t, 1, template);
  if (template.spec.serviceAccountName) t.fact(1, 'Service Account', template.spec.serviceAccountName);
  if (template.spec.initContainers?.length) containers(t, 1, 'Init Containers', template.spec.initContainers);
  containers(t, 1, 'Containers', template.spec.containers);
  volumes(t, 1, template.spec.volumes);
  placement(t, 1, template.spec);
}

/** Topology spread, priority, selectors and tolerations. */
export function placement(t: Text, level: number, spec: PodSpec): void {
  (spec.topologySpreadConstraints ?? []).forEach((c, i) =>
    t.at(
      level,
      `${i === 0 ? 'Topology Spread Constraints:' : ''}\t${c.topologyKey}:${c.whenUnsatisfiable} when max skew ${c.maxSkew} is exceeded`,
    ),
  );
  if (spec.priorityClassName) t.fact(level, 'Priority Class Name', spec.priorityClassName);
  t.map(level, 'Node-Selectors', spec.nodeSelector);
  const list = (spec.tolerations ?? []).map(tolerationText);
  if (list.length === 0) t.at(level, 'Tolerations:\t<none>');
  list.forEach((text, i) => t.at(level, `${i === 0 ? 'Tolerations:' : ''}\t${text}`));
}

function tolerationText(o: Toleration): string {
  const head = `${o.key ?? ''}${o.value ? `=${o.value}` : ''}${o.effect ? `:${o.effect}` : ''}`;
  const all = o.operator === 'Exists' && !o.value ? (o.key || o.effect ? `${head} op=Exists` : 'op=Exists') : head;
  return o.tolerationSeconds === undefined ? all : `${all} for ${o.tolerationSeconds}s`;
}

/** Containers with, for a pod, what has become of them. */
export function containers(
  t: Text,
  level: number,
  title: string,
  list: readonly Container[],
  statuses: readonly ContainerStatus[] = [],
): void {
  t.at(level, `${title}:`);
  for (const c of list) {
    const s = statuses.find((x) => x.name === c.name);
    const l = 2;
    t.at(1, `${level > 0 ? ' ' : ''}${c.name}:`); // of a template, the head is indented and the rest stands as in a pod
    if (s) t.at(l, `Container ID:\t${s.containerID ?? ''}`);
    t.at(l, `Image:\t${c.image ?? ''}`);
    if (s) t.at(l, `Image ID:\t${s.imageID}`);
    const ports = (c.ports ?? []).map((p) => `${p.containerPort}/${p.protocol ?? 'TCP'}${p.name ? ` (${p.name})` : ''}`);
    const hosts = (c.ports ?? []).map((p) => `${p.hostPort ?? 0}/${p.protocol ?? 'TCP'}${p.name ? ` (${p.name})` : ''}`);
    t.fact(l, ports.length > 1 ? 'Ports' : 'Port', ports.join(', '));
    t.fact(l, ports.length > 1 ? 'Host Ports' : 'Host Port', hosts.join(', '));
    for (const [name, words] of [
      ['Command', c.command],
      ['Args', c.args],
    ] as const)
      if (words?.length) {
        t.at(l, `${name}:`);
        words.forEach((w) => w.split('\n').forEach((line) => t.at(l + 1, line)));
      }
    if (s) {
      state(t, l, 'State', s.state);
      if (s.lastState && Object.keys(s.lastState).length > 0) state(t, l, 'Last State', s.lastState);
      t.at(l, `Ready:\t${s.ready ? 'True' : 'False'}`);
      t.at(l, `Restart Count:\t${s.restartCount}`);
    }
    for (const [name, amounts] of [
      ['Limits', c.resources?.limits],
      ['Requests', c.resources?.requests],
    ] as const)
      if (amounts && Object.keys(amounts).length > 0) {
        t.at(l, `${name}:`);
        Object.keys(amounts)
          .sort()
          .forEach((k) => t.at(l + 1, `${k}:\t${amounts[k]}`));
      }
    for (const [name, probe] of [
      ['Liveness', c.livenessProbe],
      ['Readiness', c.readinessProbe],
      ['Startup', c.startupProbe],
    ] as const)
      if (probe) t.at(l, `${name}:\t${probeText(probe)}`);
    environment(t, l, c);
    if (!c.volumeMounts?.length) t.at(l, 'Mounts:\t<none>');
    else {
      t.at(l, 'Mounts:');
      for (const m of c.volumeMounts.toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1)))
        t.at(l + 1, `${m.mountPath} from ${m.name} (${m.readOnly ? 'ro' : 'rw'}${m.subPath ? `,path="${m.subPath}"` : ''})`);
    }
  }
}

function environment(t: Text, l: number, c: Container): void {
  if (c.envFrom?.length) {
    t.at(l, 'Environment Variables from:');
    for (const e of c.envFrom)
      t.at(
        l + 1,
        `${e.configMapRef?.name ?? e.secretRef?.name ?? ''}\t${e.configMapRef ? 'ConfigMap' : 'Secret'}${e.prefix ? ` with prefix '${e.prefix}'` : ''}\tOptional: ${(e.configMapRef ?? e.secretRef)?.optional ?? false}`,
      );
  }
  if (!c.env?.length) return t.at(l, 'Environment:\t<none>');
  t.at(l, 'Environment:');
  for (const e of c.env) {
    const v = e.valueFrom;
    if (v?.configMapKeyRef)
      t.at(
        l + 1,
        `${e.name}:\t<set to the key '${v.configMapKeyRef.key}' of config map '${v.configMapKeyRef.name}'>\tOptional: ${v.configMapKeyRef.optional ?? false}`,
      );
    else if (v?.secretKeyRef)
      t.at(
        l + 1,
        `${e.name}:\t<set to the key '${v.secretKeyRef.key}' in secret '${v.secretKeyRef.name}'>\tOptional: ${v.secretKeyRef.optional ?? false}`,
      );
    else if (v?.fieldRef) t.at(l + 1, `${e.name}:\t (${v.fieldRef.apiVersion ?? 'v1'}:${v.fieldRef.fieldPath})`);
    else if (v?.resourceFieldRef) t.at(l + 1, `${e.name}:\t (${v.resourceFieldRef.resource})`);
    else t.at(l + 1, `${e.name}:\t${e.value ?? ''}`);
  }
}

function state(t: Text, l: number, name: string, s: ContainerState | undefined): void {
  if (s?.running) {
    t.at(l, `${name}:\tRunning`);
    t.at(l + 1, `Started:\t${longTime(s.running.startedAt)}`);
  } else if (s?.terminated) {
    const e = s.terminated;
    t.at(l, `${name}:\tTerminated`);
    if (e.reason) t.at(l + 1, `Reason:\t${e.reason}`);
    if (e.message) t.at(l + 1, `Message:\t${e.message}`);
    t.at(l + 1, `Exit Code:\t${e.exitCode}`);
    t.at(l + 1, `Started:\t${longTime(e.startedAt)}`);
    t.at(l + 1, `Finished:\t${longTime(e.finishedAt)}`);
  } else {
    t.at(l, `${name}:\tWaiting`);
    if (s?.waiting?.reason) t.at(l + 1, `Reason:\t${s.waiting.reason}`);
    if (s?.waiting?.message) t.at(l + 1, `Message:\t${s.waiting.message}`);
  }
}

function probeText(p: Probe): string {
  const times = `delay=${p.initialDelaySeconds ?? 0}s timeout=${p.timeoutSeconds ?? 1}s period=${p.periodSeconds ?? 10}s #success=${p.successThreshold ?? 1} #failure=${p.failureThreshold ?? 3}`;
  if (p.exec) return `exec [${(p.exec.command ?? []).join(' ')}] ${times}`;
  if (p.httpGet)
    return `http-get ${(p.httpGet.scheme ?? 'HTTP').toLowerCase()}://${p.httpGet.host ?? ''}:${p.httpGet.port}${p.httpGet.path ?? ''} ${times}`;
  if (p.tcpSocket) return `tcp-socket ${p.tcpSocket.host ?? ''}:${p.tcpSocket.port} ${times}`;
  return p.grpc ? `grpc <pod>:${p.grpc.port} ${p.grpc.service ?? ''} ${times}` : `unknown ${times}`;
}

const VOLUME_WORDS: Readonly<Record<string, string>> = {
  emptyDir: "EmptyDir (a temporary directory that shares a pod's lifetime)",
  configMap: 'ConfigMap (a volume populated by a ConfigMap)',
  secret: 'Secret (a volume populated by a Secret)',
  hostPath: 'HostPath (bare host directory volume)',
  persistentVolumeClaim: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
  projected: 'Projected (a volume that contains injected data from multiple sources)',
  downwardAPI: 'DownwardAPI (a volume populated by information about the pod)',
  nfs: 'NFS (an NFS mount that lasts the lifetime of a pod)',
  csi: 'CSI (a Container Storage Interface (CSI) volume source)',
};

/** The volumes of a pod. */
export function volumes(t: Text, level: number, list: readonly Volume[] | undefined): void {
  if (!list?.length) return t.at(level, 'Volumes:\t<none>');
  t.at(level, 'Volumes:');
  for (const v of list) {
    const [source, said] = Object.entries(v).find(([k]) => k !== 'name') ?? ['emptyDir', {}];
    const o = isObject(said) ? said : {};
    t.at(1, `${level > 0 ? ' ' : ''}${v.name}:`);
    t.at(2, `Type:\t${VOLUME_WORDS[source] ?? source}`);
    const facts: readonly (readonly [string, unknown])[] =
      source === 'persistentVolumeClaim'
        ? [
            ['ClaimName', o['claimName']],
            ['ReadOnly', o['readOnly'] ?? false],
          ]
        : source === 'configMap'
          ? [
              ['Name', o['name']],
              ['Optional', o['optional'] ?? false],
            ]
          : source === 'secret'
            ? [
                ['SecretName', o['secretName']],
                ['Optional', o['optional'] ?? false],
              ]
            : source === 'emptyDir'
              ? [
                  ['Medium', o['medium'] ?? ''],
                  ['SizeLimit', o['sizeLimit'] ?? '<unset>'],
                ]
              : source === 'hostPath'
                ? [
                    ['Path', o['path']],
                    ['HostPathType', o['type'] ?? ''],
                  ]
                : source === 'projected'
                  ? projected(v)
                  : [];
    for (const [name, value] of facts) t.at(2, `${name}:\t${String(value as string)}`);
  }
}

function projected(v: Volume): readonly (readonly [string, unknown])[] {
  return (v.projected?.sources ?? []).flatMap((s): readonly (readonly [string, unknown])[] =>
    s.configMap
      ? [
          ['ConfigMapName', s.configMap.name],
          ['Optional', s.configMap.optional ?? false],
        ]
      : s.secret
        ? [
            ['SecretName', s.secret.name],
            ['Optional', s.secret.optional ?? false],
          ]
        : s.downwardAPI
          ? [['DownwardAPI', true]]
          : s.serviceAccountToken
            ? [['TokenExpirationSeconds', s.serviceAccountToken.expirationSeconds ?? 3600]]
            : [],
  );
}
