/** kubectl auth can-i and whoami. Source: kubectl's cmd/auth. */
import type { Command, Run } from '../command.ts';
import { CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';
import { toYaml } from '../printing.ts';
import { jsonPath } from '../json-path.ts';
import { align, TABLE } from '../tab-writer.ts';
import { kindOf } from '../targets.ts';

const AUTHORIZATION = 'authorization.k8s.io/v1';

export const auth: Command = {
  name: 'auth', summary: 'Inspect authorization', positional: 'none', subcommands: ['can-i', 'whoami'], flags: [toggle('list'), toggle('quiet', 'q'), text('subresource'), toggle('all-namespaces', 'A'), text('output', 'o'), toggle('no-headers')],
  async run(r) {
    const [verb = '', ...args] = r.args;
    if (verb === 'whoami') return whoami(r);
    if (verb !== 'can-i') throw new CommandError(`unknown command "${verb}" for "kubectl auth"; it takes can-i, whoami`);
    return r.flags.on('list') ? rules(r) : canI(r, args);
  },
};

async function canI(r: Run, [action, target, name]: readonly string[]): Promise<void> {
  if (!action || !target) throw new CommandError('you must specify two or three arguments: verb, resource, and optional resourceName');
  const attributes = () => {
    const [word = '', named] = target.split('/'), kind = word === '*' ? undefined : r.kinds.find(word);
    if (!kind && word !== '*') r.error(`Warning: the server doesn't have a resource type '${word}'`);
    if (kind && !kind.namespaced) r.error(`Warning: resource '${kind.plural}' is not namespace scoped${kind.group ? ` in group '${kind.group}'` : ''}\n`);
    return { namespace: r.flags.on('all-namespaces') ? '' : r.namespace, verb: action, group: kind?.group ?? (word === '*' ? '*' : ''), resource: kind?.plural ?? word, subresource: r.flags.text('subresource') ?? '', name: name ?? named ?? '' };
  };
  const spec = target.startsWith('/') ? { nonResourceAttributes: { verb: action, path: target } } : { resourceAttributes: attributes() };
  const { status } = await r.api.call('POST', `/apis/${AUTHORIZATION}/selfsubjectaccessreviews`, { apiVersion: AUTHORIZATION, kind: 'SelfSubjectAccessReview', spec }) as { status?: { allowed?: boolean; reason?: string; evaluationError?: string } };
  if (!r.flags.on('quiet')) r.out(status?.allowed ? 'yes' : `no${status?.reason ? ` - ${status.reason}` : ''}${status?.evaluationError ? ` - ${status.evaluationError}` : ''}`);
}

interface Rule { readonly verbs: readonly string[]; readonly resources?: readonly string[]; readonly apiGroups?: readonly string[]; readonly resourceNames?: readonly string[]; readonly nonResourceURLs?: readonly string[] }

async function rules(r: Run): Promise<void> {
  const { status } = await r.api.call('POST', `/apis/${AUTHORIZATION}/selfsubjectrulesreviews`, { apiVersion: AUTHORIZATION, kind: 'SelfSubjectRulesReview', spec: { namespace: r.namespace } }) as { status?: { resourceRules?: readonly Rule[]; nonResourceRules?: readonly Rule[] } };
  const rows = oneByOne([...status?.resourceRules ?? [], ...status?.nonResourceRules ?? []]).map(({ resource, group, url, name, verbs }) => {
    const [plural = '', part] = resource.split('/');
    return `${plural}${group ? `.${group}` : ''}${part === undefined ? '' : `/${part}`}\t[${url}]\t[${name}]\t[${verbs.join(' ')}]`;
  });
  for (const line of align([...(r.flags.on('no-headers') ? [] : ['Resources\tNon-Resource URLs\tResource Names\tVerbs']), ...rows], TABLE)) r.out(line);
}

/** What may be done with one resource or address. */
interface Access { readonly resource: string; readonly group: string; readonly url: string; readonly name: string; readonly verbs: readonly string[] }

/** Rules taken apart, one for each resource, name and address; those of one resource are one, in order of their texts. Source: component-helpers' auth/rbac/validation and kubectl's util/rbac. */
function oneByOne(all: readonly Rule[]): readonly Access[] {
  const found = new Map<string, Access>(), apart: Access[] = [];
  for (const x of all) {
    const each = x.nonResourceURLs
      ? x.nonResourceURLs.flatMap((url) => x.verbs.map((v): Access => ({ resource: '', group: '', url, name: '', verbs: [v] })))
      : (x.apiGroups ?? ['']).flatMap((group) => (x.resources ?? []).flatMap((resource) => x.verbs.flatMap((v) => (x.resourceNames?.length ? x.resourceNames : ['']).map((name): Access => ({ resource, group, url: '', name, verbs: [v] })))));
    for (const a of each) {
      if (a.url) { apart.push(a); continue; } // addresses are not put together
      const key = `${a.group}/${a.resource}/${a.name}`, before = found.get(key);
      if (!before?.verbs.includes(a.verbs[0] as string)) found.set(key, { ...a, verbs: [...before?.verbs ?? [], ...a.verbs] });
    }
  }
  return [...apart, ...found.values()].sort((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0));
}

const textOf = (a: Access) => `Verbs:[${a.verbs.join(' ')}],APIGroups:[${a.group}],Resources:[${a.resource}],ResourceNames:[${a.name}],NonResourceURLs:[${a.url}],`;

async function whoami(r: Run): Promise<void> {
  kindOf('selfsubjectreviews', r.kinds);
  const review = await r.api.call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }) as { status?: { userInfo?: { username?: string; groups?: readonly string[]; uid?: string } } };
  const output = r.flags.text('output'), info = review.status?.userInfo;
  if (output === 'yaml') return r.out(toYaml(review));
  if (output === 'json') return r.out(JSON.stringify(review, null, 4));
  if (output?.startsWith('jsonpath=')) return r.out(jsonPath(output.slice(9), review));
  for (const line of align(['ATTRIBUTE\tVALUE', `Username\t${info?.username ?? ''}`, ...(info?.uid ? [`UID\t${info.uid}`] : []), ...(info?.groups?.length ? [`Groups\t[${info.groups.join(' ')}]`] : [])], TABLE)) r.out(line);
}
