/** kubectl set image, env, resources, serviceaccount, selector. Source: kubectl's cmd/set. */
import { isObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';
import { templateOf } from '#shared/graph/pod-template.ts';
import type { Container } from '#shared/kinds/types.ts';
import { dryRun, report, type Command, type Run } from '../command.ts';
import { CommandError } from '../failure.ts';
import { list, text, toggle } from '../flags.ts';
import type { ApiKind } from '../kinds.ts';
import { fetchTargets, namespaceFor } from '../targets.ts';

export const set: Command = {
  name: 'set',
  summary: 'Set specific features on objects',
  positional: 'resource',
  subcommands: ['env', 'image', 'resources', 'selector', 'serviceaccount'],
  flags: [
    text('selector', 'l'),
    toggle('all'),
    list('containers', 'c'),
    list('env', 'e'),
    text('limits'),
    text('requests'),
    text('output', 'o', ['name']),
    toggle('list'),
    toggle('overwrite'),
    { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
  ],
  async run(r) {
    const [verb = '', ...rest] = r.args;
    const pairs = rest.filter((w) => /^[^/]*[=-]/.test(w) && (w.includes('=') || (verb === 'env' && w.endsWith('-'))));
    const words = rest.filter((w) => !pairs.includes(w));
    switch (verb) {
      case 'image':
        return image(r, words, pairs);
      case 'env':
        return env(r, words, [...pairs, ...r.flags.each('env')]);
      case 'resources':
        return resources(r, words);
      case 'serviceaccount':
      case 'sa':
        return account(r, words);
      case 'selector':
        return selector(r, words, pairs);
      default:
        throw new CommandError(`unknown command "${verb}" for "kubectl set"; it takes ${set.subcommands?.join(', ')}`);
    }
  },
};

/** The path of the pod template of a kind, as keys around a patch. */
function around(kind: ApiKind, spec: object): object {
  if (kind.kind === 'Pod') return { spec };
  return kind.kind === 'CronJob' ? { spec: { jobTemplate: { spec: { template: { spec } } } } } : { spec: { template: { spec } } };
}

const containersOf = (o: ApiObject): readonly Container[] => [
  ...(templateOf(o)?.spec.initContainers ?? []),
  ...(templateOf(o)?.spec.containers ?? []),
];

async function patchContainers(
  r: Run,
  words: readonly string[],
  what: string,
  change: (c: Container) => object | undefined,
): Promise<void> {
  for (const t of await fetchTargets(r, words, 'resource(s) were provided, but no name was specified')) {
    const named = containersOf(t.object).flatMap((c) => {
      const with_ = change(c);
      return with_ ? [{ name: c.name, ...with_ }] : [];
    });
    const init = new Set(templateOf(t.object)?.spec.initContainers?.map((c) => c.name));
    const part = (list_: readonly { readonly name: string }[]) => (list_.length > 0 ? list_ : undefined);
    const body = around(t.kind, {
      containers: part(named.filter((c) => !init.has(c.name))),
      initContainers: part(named.filter((c) => init.has(c.name))),
    });
    if (named.length === 0) continue;
    const written =
      r.flags.text('dry-run') === 'client'
        ? t.object
        : await r.api.patch(t.kind, namespaceFor(t.kind, r), t.object.metadata.name, body, 'strategic', {
            fieldManager: 'kubectl-set',
            ...dryRun(r),
          });
    if (written.metadata.resourceVersion !== t.object.metadata.resourceVersion || r.flags.has('dry-run')) report(r, t.kind, written, what);
  }
}

async function image(r: Run, words: readonly string[], pairs: readonly string[]): Promise<void> {
  if (pairs.length === 0) throw new CommandError('at least one image update is required');
  const images = new Map(pairs.map((p) => [p.slice(0, p.indexOf('=')), p.slice(p.indexOf('=') + 1)]));
  const wanted = new Set([...images.keys()].filter((k) => k !== '*'));
  await patchContainers(r, words, 'image updated', (c) => {
    const of = images.get(c.name) ?? images.get('*');
    wanted.delete(c.name);
    return of && of !== c.image ? { image: of } : undefined;
  });
  for (const name of wanted) throw new CommandError(`unable to find container named "${name}"`);
}

async function env(r: Run, words: readonly string[], pairs: readonly string[]): Promise<void> {
  if (r.flags.on('list')) {
    for (const t of await fetchTargets(r, words, 'one or more resources must be specified as <resource> <name> or <resource>/<name>'))
      for (const c of containersOf(t.object)) {
        r.out(`# ${t.kind.kind} ${t.object.metadata.name}, container ${c.name}`);
        for (const e of c.env ?? [])
          r.out(e.valueFrom ? `# ${e.name} from ${Object.keys(e.valueFrom)[0] ?? ''}` : `${e.name}=${e.value ?? ''}`);
      }
    return;
  }
  if (pairs.length === 0) throw new CommandError('at least one environment variable must be provided');
  const only = r.flags.list('containers');
  await patchContainers(r, words, 'env updated', (c) =>
    only.length === 0 || only.includes(c.name)
      ? {
          env: pairs.map((p) =>
            p.includes('=')
              ? { name: p.slice(0, p.indexOf('=')), value: p.slice(p.indexOf('=') + 1), valueFrom: null }
              : { $patch: 'delete', name: p.slice(0, -1) },
          ),
        }
      : undefined,
  );
}

async function resources(r: Run, words: readonly string[]): Promise<void> {
  const amounts = (flag: string) => Object.fromEntries(r.flags.list(flag).map((x) => x.split('=') as [string, string]));
  const only = r.flags.list('containers');
  if (!r.flags.has('limits') && !r.flags.has('requests'))
    throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
  await patchContainers(r, words, 'resource requirements updated', (c) =>
    only.length === 0 || only.includes(c.name)
      ? {
          resources: {
            ...(r.flags.has('limits') && { limits: amounts('limits') }),
            ...(r.flags.has('requests') && { requests: amounts('requests') }),
          },
        }
      : undefined,
  );
}

async function account(r: Run, words: readonly string[]): Promise<void> {
  const serviceAccountName = words.at(-1);
  if (words.length < 2 || !serviceAccountName) throw new CommandError('serviceaccount is required');
  for (const t of await fetchTargets(r, words.slice(0, -1), 'resource(s) were provided, but no name was specified'))
    report(
      r,
      t.kind,
      await r.api.patch(
        t.kind,
        namespaceFor(t.kind, r),
        t.object.metadata.name,
        around(t.kind, { serviceAccountName }),
        'strategic',
        dryRun(r),
      ),
      'serviceaccount updated',
    );
}

async function selector(r: Run, words: readonly string[], pairs: readonly string[]): Promise<void> {
  const said = Object.fromEntries(pairs.flatMap((p) => p.split(',')).map((p) => p.split('=') as [string, string]));
  if (Object.keys(said).length === 0) throw new CommandError('one selector is required');
  for (const t of await fetchTargets(r, words, 'resource(s) were provided, but no name was specified')) {
    const before = (t.object as { spec?: { selector?: unknown } }).spec?.selector;
    const gone = isObject(before) ? Object.fromEntries(Object.keys(before).map((k) => [k, null])) : {};
    if (t.kind.kind !== 'Service') throw new CommandError('setting a selector is only supported for Services');
    report(
      r,
      t.kind,
      await r.api.patch(
        t.kind,
        namespaceFor(t.kind, r),
        t.object.metadata.name,
        { spec: { selector: { ...gone, ...said } } },
        'merge',
        dryRun(r),
      ),
      'selector updated',
    );
  }
}
