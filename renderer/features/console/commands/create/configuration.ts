/** Config maps and secrets. */
import { base64Text } from '#shared/api/base64.ts';
import { list, text } from '../../flags.ts';
import { literals, needed, type Generator } from './generator.ts';

export const configMap: Generator = {
  name: 'configmap',
  aliases: ['cm'],
  flags: [list('from-literal')],
  make: (r, name) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    ...(r.flags.has('from-literal') && { data: literals(r) }),
  }),
};

export const genericSecret: Generator = {
  name: 'secret generic',
  flags: [list('from-literal'), text('type')],
  make: (r, name) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    ...(r.flags.text('type') && { type: r.flags.text('type') }),
    ...(r.flags.has('from-literal') && { data: Object.fromEntries(Object.entries(literals(r)).map(([k, v]) => [k, base64Text(v)])) }),
  }),
};

export const registrySecret: Generator = {
  name: 'secret docker-registry',
  flags: [text('docker-server'), text('docker-username'), text('docker-password'), text('docker-email')],
  make(r, name) {
    const username = needed(r, 'docker-username');
    const password = needed(r, 'docker-password');
    const email = r.flags.text('docker-email');
    const auths = {
      [r.flags.text('docker-server') ?? 'https://index.docker.io/v1/']: {
        username,
        password,
        ...(email && { email }),
        auth: base64Text(`${username}:${password}`),
      },
    };
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      type: 'kubernetes.io/dockerconfigjson',
      data: { '.dockerconfigjson': base64Text(JSON.stringify({ auths })) },
    };
  },
};
