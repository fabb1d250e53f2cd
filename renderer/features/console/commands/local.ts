/** What concerns the console itself, and what it cannot do, with a word why. */
import { parseSpan } from '#shared/api/time.ts';
import type { Command } from '../command.ts';
import { CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';
import { kindOf } from '../targets.ts';

export const config: Command = {
  name: 'config',
  summary: 'Show or set the namespace the window shows',
  positional: 'none',
  subcommands: ['current-context', 'get-contexts', 'set-context', 'view'],
  flags: [toggle('current'), toggle('minify')],
  async run(r) {
    const [verb = ''] = r.args;
    const namespace = r.flags.text('namespace');
    if (verb === 'set-context' && namespace !== undefined) {
      await r.api.get(kindOf('namespaces', r.kinds), undefined, namespace);
      r.showNamespace(namespace);
      r.out('Context "drydock" modified.');
    } else if (verb === 'current-context') r.out('drydock');
    else if (verb === 'get-contexts') r.out(`CURRENT   NAME      NAMESPACE\n*         drydock   ${r.namespace}`);
    else if (verb === 'view')
      r.out(
        `apiVersion: v1\ncontexts:\n- context:\n    namespace: ${r.namespace}\n  name: drydock\ncurrent-context: drydock\nkind: Config`,
      );
    else
      throw new CommandError(
        'the console has one context: use "config set-context --current --namespace=NAME", "config current-context" or "config view"',
      );
  },
};

/** A command of kubectl's that cannot be done here. */
const refused = (name: string, summary: string, why: string): Command => ({
  name,
  summary,
  positional: 'none',
  flags: [text('container', 'c'), toggle('stdin', 'i'), toggle('tty', 't'), text('address'), text('filename', 'f'), text('image')],
  run: () => Promise.reject(new CommandError(why)),
});

export const unsupported: readonly Command[] = [
  refused(
    'exec',
    'Not here: containers are simulated',
    'nothing runs inside a simulated container, so there is nothing to execute in. "describe pod" and "logs" tell what happened to it; the Behaviour section of its workload says what it does.',
  ),
  refused(
    'attach',
    'Not here: containers are simulated',
    'nothing runs inside a simulated container, so there is nothing to attach to. "logs -f" follows what it says.',
  ),
  refused(
    'port-forward',
    'Not here: containers are simulated',
    'no process listens behind a simulated pod. "get endpointslices" and the Status of a Service show who would answer.',
  ),
  refused('cp', 'Not here: containers are simulated', 'a simulated container has no files.'),
  refused(
    'debug',
    'Not here: containers are simulated',
    'nothing runs inside a simulated container. "describe pod" and the History tab tell what happened and why.',
  ),
  refused('proxy', 'Not here', 'switch on "kubectl" in the top bar: it serves the API to your own tools.'),
  refused('diff', 'Not here', 'use "apply --dry-run=server -f -" to see what would change, or the History tab for what did.'),
];

/** How long to let virtual time run is no matter of kubectl's: named here so that the word is understood. */
export const sleep: Command = {
  name: 'sleep',
  summary: 'Wait for some virtual time',
  positional: 'none',
  async run(r) {
    const span = parseSpan(r.args[0] ?? '') ?? Number(r.args[0]) * 1000;
    if (!(span > 0)) throw new CommandError('sleep takes a time such as 30s');
    if (!r.playing()) throw new CommandError('time stands still: press play first');
    const until = r.nowMs() + span;
    while (!r.signal.aborted && r.playing() && r.nowMs() < until) await r.changed();
  },
};
