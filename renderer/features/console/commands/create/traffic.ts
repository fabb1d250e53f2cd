/** Services of each type, and ingresses. */
import type { Run } from '../../command.ts';
import { CommandError } from '../../failure.ts';
import { list, text } from '../../flags.ts';
import { intOrText, needed, type Body, type Generator } from './generator.ts';

export const services: readonly Generator[] = [
  {
    name: 'service clusterip',
    aliases: ['svc'],
    flags: [list('tcp'), text('clusterip')],
    make(r, name) {
      const clusterIP = r.flags.text('clusterip');
      return service(name, { type: 'ClusterIP', ports: ports(r), ...(clusterIP && { clusterIP }) });
    },
  },
  {
    name: 'service nodeport',
    aliases: ['svc'],
    flags: [list('tcp'), text('node-port')],
    make: (r, name) => service(name, { type: 'NodePort', ports: ports(r) }),
  },
  {
    name: 'service loadbalancer',
    aliases: ['svc'],
    flags: [list('tcp')],
    make: (r, name) => service(name, { type: 'LoadBalancer', ports: ports(r) }),
  },
  {
    name: 'service externalname',
    aliases: ['svc'],
    flags: [list('tcp'), text('external-name')],
    make: (r, name) => service(name, { type: 'ExternalName', externalName: needed(r, 'external-name') }),
  },
];

/** It selects the pods that bear its name as 'app'. */
function service(name: string, spec: Body): Body {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { app: name } },
    spec: { ...spec, selector: { app: name } },
    status: { loadBalancer: {} },
  };
}

/** '--tcp port:target'. */
function ports(r: Run): readonly Body[] {
  return r.flags.list('tcp').map((p) => {
    const [port = '', target = port] = p.split(':');
    return { name: `${port}-${target}`, port: Number(port), protocol: 'TCP', targetPort: intOrText(target) };
  });
}

export const ingress: Generator = {
  name: 'ingress',
  aliases: ['ing'],
  flags: [list('rule'), text('class'), text('default-backend')],
  make(r, name) {
    const ingressClassName = r.flags.text('class');
    return {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name },
      spec: { ...(ingressClassName && { ingressClassName }), rules: r.flags.each('rule').map(ingressRule) },
    };
  },
};

/** 'host/path*=service:port[,tls[=secret]]'. */
function ingressRule(rule: string): Body {
  const m = /^([^/=]*)(\/[^=]*)?=([^:]+):([^,]+)/.exec(rule);
  if (!m) throw new CommandError(`rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const [, host = '', path = '/', name, port = ''] = m;
  const prefix = path.endsWith('*');
  return {
    ...(host && { host }),
    http: {
      paths: [
        {
          path: prefix ? path.slice(0, -1) : path,
          pathType: prefix ? 'Prefix' : 'Exact',
          backend: { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } },
        },
      ],
    },
  };
}
