/**
 * What well-known programs do to the API when they have run to their end: others wait for it. Only what the program's
 * account may do is done, under the account's name in RBAC.
 */
import { base64Text } from '#shared/api/base64.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { secrets } from '#shared/kinds/core/secret.ts';
import type { Container, Pod } from '#shared/kinds/types.ts';
import { authorize } from '../apiserver/authorization/authorizer.ts';
import type { Client } from '../apiserver/client.ts';
import type { Controller } from '../controllers/controller.ts';
import { mapped } from '../controllers/watch-rules.ts';

/** By the last part of the image's name: what a container of it has done once it has succeeded. */
const PROGRAMS: Readonly<Record<string, (c: Container, pod: Pod, client: Client) => void>> = {
  // makes the certificate of an admission webhook (ingress-nginx, kube-prometheus, KEDA). Source: ingress-nginx, images/kube-webhook-certgen
  'kube-webhook-certgen': (c, pod, client) => {
    const words = [...(c.command ?? []), ...(c.args ?? [])];
    const name = flag(words, 'secret-name');
    if (!words.includes('create') || !name) return;
    const namespace = namespaceOf(pod);
    if (client.get(secrets, namespace, name) || !mayCreate(pod, namespace, client)) return;
    const data = Object.fromEntries(
      [flag(words, 'ca-name') ?? 'ca', flag(words, 'cert-name') ?? 'cert', flag(words, 'key-name') ?? 'key'].map((k) => [
        k,
        base64Text(`simulated ${k} for ${flag(words, 'host') ?? name}\n`),
      ]),
    );
    client.create(secrets, namespace, { metadata: { name }, type: 'Opaque', data });
  },
};

export function programs(): Controller {
  return {
    name: 'programs',
    watches: [
      mapped(pods, (p) => (p.status.phase === 'Succeeded' && programsOf(p).length ? [localKey(namespaceOf(p), p.metadata.name)] : [])),
    ],
    reconcile(key, client) {
      const { namespace, name } = splitLocalKey(key);
      const pod = client.get(pods, namespace, name);
      if (pod?.status.phase === 'Succeeded') for (const [c, run] of programsOf(pod)) run(c, pod, client);
    },
  };
}

function programsOf(pod: Pod) {
  return pod.spec.containers.flatMap((c) => {
    const run = PROGRAMS[programName(c.image ?? '')];
    return run ? [[c, run] as const] : [];
  });
}

/** 'kube-webhook-certgen' of 'registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1@sha256:…'. */
const programName = (image: string): string =>
  image.slice(image.lastIndexOf('/', image.indexOf('@') < 0 ? undefined : image.indexOf('@')) + 1).replace(/[:@].*$/, '');

/** The value of '--name=value' or '--name value'. */
function flag(words: readonly string[], name: string): string | undefined {
  const i = words.findIndex((w) => w === `--${name}` || w.startsWith(`--${name}=`));
  const word = words[i];
  return word === undefined ? undefined : word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[i + 1];
}

function mayCreate(pod: Pod, namespace: string, client: Client): boolean {
  const account = `${namespace}:${pod.spec.serviceAccountName || 'default'}`;
  const user = {
    name: `system:serviceaccount:${account}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
  };
  return authorize(client.core, user, { verb: 'create', group: '', resource: 'secrets', subresource: '', namespace, name: '' }).allowed;
}
