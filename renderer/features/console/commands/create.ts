/** kubectl create, from manifests and by its generators. Source: kubectl's cmd/create. */
import { parseSpan } from '#shared/api/time.ts';
import { dryRun, report, validation, type Command, type Run } from '../command.ts';
import { ApiFailure, CommandError, failureText } from '../failure.ts';
import { list, text, toggle } from '../flags.ts';
import { manifestsOf } from '../manifests.ts';
import { printObjects } from '../printing.ts';
import { kindOf } from '../targets.ts';
import type { Generator } from './create/generator.ts';
import { generators } from './create/index.ts';

/** 'secret' of 'secret generic'. */
const kindWord = (g: Generator) => g.name.split(' ')[0] as string;

/** Flags of one generator may mean another thing to another: those of all are read alike. */
const generatorFlags = [...new Map(generators.flatMap((g) => g.flags).map((f) => [f.name, f])).values()].filter(
  (f) => f.name !== 'selector',
);

export const create: Command = {
  name: 'create',
  summary: 'Create a resource from a file or from stdin',
  positional: 'none',
  subcommands: [...new Set(generators.map(kindWord)), 'token'].sort(),
  flags: [
    list('filename', 'f'),
    { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
    text('output', 'o', ['name', 'yaml', 'json']),
    text('selector', 'l'),
    toggle('save-config'),
    { name: 'validate', type: 'text', bare: 'strict', values: ['strict', 'warn', 'ignore', 'true', 'false'] },
    text('duration'),
    list('audience'),
    ...generatorFlags,
  ],
  async run(r) {
    if (r.flags.has('filename')) return fromManifests(r);
    if (r.args[0] === 'token') return token(r);
    return generate(r);
  },
};

async function generate(r: Run): Promise<void> {
  const { generator, name } = chosen(r);
  const word = kindWord(generator);
  const body = generator.make(r, name);
  const kind = kindOf(word === 'quota' ? 'resourcequota' : word, r.kinds);
  try {
    const made =
      r.flags.text('dry-run') === 'client'
        ? (body as never)
        : await r.api.create(kind, kind.namespaced ? r.namespace : undefined, body, { ...validation(r), ...dryRun(r) });
    const output = r.flags.text('output');
    if (output === 'yaml' || output === 'json') printObjects(r, [{ kind, object: made }], output, true);
    else report(r, kind, made, 'created');
  } catch (e) {
    if (e instanceof ApiFailure && e.reason === 'AlreadyExists') throw new CommandError(`failed to create ${word}: ${e.message}`);
    throw e;
  }
}

/** The generator that the first words ask for, and the name that follows them. */
function chosen(r: Run): { readonly generator: Generator; readonly name: string } {
  const [word = '', ...words] = r.args;
  if (!word) throw new CommandError('must specify one of -f and -k');
  const among = generators.filter((g) => kindWord(g) === word || g.aliases?.includes(word) === true);
  const [first] = among;
  if (!first) throw new CommandError(`Unexpected args: [${r.args.join(' ')}]\nSee 'kubectl create -h' for help and examples`);
  const typed = first.name.includes(' ');
  const type = typed ? (words.shift() ?? '') : '';
  const generator = typed ? among.find((g) => g.name === `${kindWord(g)} ${type}`) : first;
  if (!generator)
    throw new CommandError(
      `unknown command "${type}" for "kubectl create ${kindWord(first)}"; it takes ${among.map((g) => g.name.split(' ')[1]).join(', ')}`,
    );
  const [name] = words;
  if (!name) throw new CommandError('exactly one NAME is required, got 0');
  return { generator, name };
}

/** A token of a service account, printed and kept nowhere. */
async function token(r: Run): Promise<void> {
  const name = r.args[1];
  const duration = r.flags.text('duration');
  if (!name) throw new CommandError('exactly one NAME is required, got 0');
  const seconds = duration === undefined ? undefined : (parseSpan(duration) ?? 0) / 1000;
  const audiences = r.flags.each('audience');
  const path = r.api.pathOf(kindOf('serviceaccounts', r.kinds), r.namespace, name, 'token');
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { ...(audiences.length > 0 && { audiences }), ...(seconds && { expirationSeconds: seconds }) },
  };
  const made = (await r.api.call('POST', path, body)) as { status?: { token?: string } };
  r.out(made.status?.token ?? '');
}

async function fromManifests(r: Run): Promise<void> {
  let failed = false;
  for await (const m of manifestsOf(r, 'create')) {
    try {
      report(
        r,
        m.kind,
        r.flags.text('dry-run') === 'client'
          ? (m.object as never)
          : await r.api.create(m.kind, m.namespace, m.object, { ...validation(r), ...dryRun(r) }),
        'created',
      );
    } catch (e) {
      if (!(e instanceof ApiFailure)) throw e;
      failed = true;
      r.error(failureText(e, `error when creating "${m.source}"`));
    }
  }
  if (failed) throw new CommandError('', true);
}
