/** The objects that words mean: 'pods', 'pods a b', 'deploy/web svc/web', 'pods,svc', 'all'. Source: cli-runtime's resource builder. */
import type { ApiObject } from '#shared/api/object.ts';
import type { Run } from './command.ts';
import { ApiFailure, CommandError } from './failure.ts';
import type { ApiKind, Kinds } from './kinds.ts';

/** Objects of one kind: those named, or all that a selector leaves. */
export interface Target {
  readonly kind: ApiKind;
  readonly names?: readonly string[];
}

/** Reads the words. Throws CommandError in kubectl's words. */
export function targetsOf(args: readonly string[], kinds: Kinds): readonly Target[] {
  if (args.some((a) => a.includes('/'))) {
    return args.map((a) => {
      const parts = a.split('/');
      if (parts.length === 1)
        throw new CommandError(
          "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
        );
      if (parts.length > 2) throw new CommandError('arguments in resource/name form may not have more than one slash');
      if (!parts[0] || !parts[1] || parts[0].includes(','))
        throw new CommandError('arguments in resource/name form must have a single resource and name');
      return { kind: kindOf(parts[0], kinds), names: [parts[1]] };
    });
  }
  const [types = '', ...names] = args;
  return types
    .split(',')
    .filter(Boolean)
    .flatMap((t): readonly Target[] => {
      const category = kinds.find(t) ? [] : kinds.inCategory(t);
      return category.length > 0 ? category.map((kind) => ({ kind })) : [{ kind: kindOf(t, kinds), ...(names.length > 0 && { names }) }];
    });
}

/** The kind of a word. */
export function kindOf(word: string, kinds: Kinds): ApiKind {
  const kind = kinds.find(word);
  if (!kind) throw new CommandError(`the server doesn't have a resource type "${word}"`);
  return kind;
}

/** The namespace that a kind's objects are looked for in; undefined for all and for what is in none. */
export function namespaceFor(k: ApiKind, r: Run): string | undefined {
  return k.namespaced && !r.flags.on('all-namespaces') ? r.namespace : undefined;
}

/** One of several: what the server says against it is told when the others are done; `doing` is kubectl's 'error when replacing "STDIN"'. */
export async function named<T>(r: Run, ask: () => Promise<T>, doing?: string): Promise<T | undefined> {
  try {
    return await ask();
  } catch (e) {
    if (!(e instanceof ApiFailure)) throw e;
    r.failed(e, doing);
    return undefined;
  }
}

/** Fetches every object that the words of a command mean: named, by -l, or all with --all. */
export async function fetchTargets(
  r: Run,
  args: readonly string[],
  whenNone: string,
): Promise<readonly { readonly kind: ApiKind; readonly object: ApiObject }[]> {
  const selector = r.flags.text('selector');
  const all = r.flags.on('all');
  const found: { kind: ApiKind; object: ApiObject }[] = [];
  for (const t of targetsOf(args, r.kinds)) {
    if (t.names)
      for (const name of t.names) {
        const object = await named(r, () => r.api.get(t.kind, namespaceFor(t.kind, r), name));
        if (object) found.push({ kind: t.kind, object });
      }
    else if (selector !== undefined || all || r.flags.has('field-selector'))
      for (const object of await r.api.list(t.kind, namespaceFor(t.kind, r), {
        labelSelector: selector,
        fieldSelector: r.flags.text('field-selector'),
      }))
        found.push({ kind: t.kind, object });
    else throw new CommandError(whenNone);
  }
  return found;
}
