/** kubectl auth can-i and whoami. Source: kubectl's cmd/auth. */
import type { Command, Run } from '../command.ts';
import { CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';
import { ruleRows, type Rule } from '../rules.ts';
import { toYaml } from '../printing.ts';
import { jsonPath } from '../json-path.ts';
import { align, TABLE } from '../tab-writer.ts';
import { kindOf } from '../targets.ts';

const AUTHORIZATION = 'authorization.k8s.io/v1';

export const auth: Command = {
  name: 'auth',
  summary: 'Inspect authorization',
  positional: 'none',
  subcommands: ['can-i', 'whoami'],
  flags: [
    toggle('list'),
    toggle('quiet', 'q'),
    text('subresource'),
    toggle('all-namespaces', 'A'),
    text('output', 'o'),
    toggle('no-headers'),
  ],
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
    const [word = '', named] = target.split('/');
    const kind = word === '*' ? undefined : r.kinds.find(word);
    if (!kind && word !== '*') r.error(`Warning: the server doesn't have a resource type '${word}'`);
    if (kind && !kind.namespaced)
      r.error(`Warning: resource '${kind.plural}' is not namespace scoped${kind.group ? ` in group '${kind.group}'` : ''}\n`);
    return {
      namespace: r.flags.on('all-namespaces') ? '' : r.namespace,
      verb: action,
      group: kind?.group ?? (word === '*' ? '*' : ''),
      resource: kind?.plural ?? word,
      subresource: r.flags.text('subresource') ?? '',
      name: name ?? named ?? '',
    };
  };
  const spec = target.startsWith('/') ? { nonResourceAttributes: { verb: action, path: target } } : { resourceAttributes: attributes() };
  const { status } = (await r.api.call('POST', `/apis/${AUTHORIZATION}/selfsubjectaccessreviews`, {
    apiVersion: AUTHORIZATION,
    kind: 'SelfSubjectAccessReview',
    spec,
  })) as { status?: { allowed?: boolean; reason?: string; evaluationError?: string } };
  if (!r.flags.on('quiet'))
    r.out(
      status?.allowed
        ? 'yes'
        : `no${status?.reason ? ` - ${status.reason}` : ''}${status?.evaluationError ? ` - ${status.evaluationError}` : ''}`,
    );
}

async function rules(r: Run): Promise<void> {
  const { status } = (await r.api.call('POST', `/apis/${AUTHORIZATION}/selfsubjectrulesreviews`, {
    apiVersion: AUTHORIZATION,
    kind: 'SelfSubjectRulesReview',
    spec: { namespace: r.namespace },
  })) as { status?: { resourceRules?: readonly Rule[]; nonResourceRules?: readonly Rule[] } };
  const rows = ruleRows([...(status?.resourceRules ?? []), ...(status?.nonResourceRules ?? [])]);
  for (const line of align([...(r.flags.on('no-headers') ? [] : ['Resources\tNon-Resource URLs\tResource Names\tVerbs']), ...rows], TABLE))
    r.out(line);
}

async function whoami(r: Run): Promise<void> {
  kindOf('selfsubjectreviews', r.kinds);
  const review = (await r.api.call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'SelfSubjectReview',
  })) as { status?: { userInfo?: { username?: string; groups?: readonly string[]; uid?: string } } };
  const output = r.flags.text('output');
  const info = review.status?.userInfo;
  if (output === 'yaml') return r.out(toYaml(review));
  if (output === 'json') return r.out(JSON.stringify(review, null, 4));
  if (output?.startsWith('jsonpath=')) return r.out(jsonPath(output.slice(9), review));
  for (const line of align(
    [
      'ATTRIBUTE\tVALUE',
      `Username\t${info?.username ?? ''}`,
      ...(info?.uid ? [`UID\t${info.uid}`] : []),
      ...(info?.groups?.length ? [`Groups\t[${info.groups.join(' ')}]`] : []),
    ],
    TABLE,
  ))
    r.out(line);
}
