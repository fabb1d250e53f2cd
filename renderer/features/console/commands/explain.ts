/** kubectl explain. Source: kubectl's cmd/explain and explain/v2's plaintext template. */
import { groupOf, versionOf } from '#shared/api/object.ts';
import { findType, type Field, type Shape, type Type } from '#shared/kinds/schema/schema.ts';
import type { Command, Run } from '../command.ts';
import { CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';

const WIDTH = 80;

export const explain: Command = {
  name: 'explain', summary: 'Get documentation for a resource', positional: 'kind', flags: [toggle('recursive'), text('api-version'), text('output', 'o')],
  async run(r) {
    const [path] = r.args;
    if (!path || r.args.length > 1) throw new CommandError('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.');
    const [resource = '', ...fields] = path.split('.'), kind = r.kinds.find(resource);
    if (!kind) throw new CommandError(`the server doesn't have a resource type "${resource}"`, true);
    if (!kind.type || !findType(kind.type)) throw new CommandError(`couldn't find resource for "${kind.apiVersion}, Kind=${kind.kind}": it is a custom resource; its definition has its schema`);
    let type = findType(kind.type), field: Field | undefined, owner = kind.type;
    for (const name of fields) {
      field = type?.fields.get(name);
      if (!field) throw new CommandError(`field "${name}" does not exist`);
      owner = type?.name ?? '';
      type = innerType(field.shape);
    }
    const { describe } = await import('#shared/kinds/schema/descriptions.ts');
    const group = groupOf(kind.apiVersion);
    if (group) r.out(`GROUP:      ${group}`);
    r.out(`KIND:       ${kind.kind}\nVERSION:    ${versionOf(kind.apiVersion)}\n`);
    if (field) {
      r.out(`FIELD: ${field.name} <${shapeText(field.shape)}>${field.required ? ' -required-' : ''}`);
      if (field.enum?.published) r.out(`ENUM:\n${field.enum.values.map((v) => `    ${v}`).join('\n')}`);
      r.out('');
    }
    r.out('DESCRIPTION:');
    const said = [...(field ? [describe(owner, field.name)] : []), ...(type ? [describe(type.name)] : [])].filter(Boolean).join('\n');
    r.out(wrapped(said || '<empty>', 4));
    r.out('');
    if (type) fieldsOf(r, type, r.flags.on('recursive'), describe);
  },
};

function fieldsOf(r: Run, type: Type, recursive: boolean, describe: (type: string, field: string) => string): void {
  r.out('FIELDS:');
  for (const f of [...type.fields.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    r.out(`  ${f.name}  <${shapeText(f.shape)}>${f.required ? ' -required-' : ''}`);
    if (recursive) { below(r, innerType(f.shape), 4, new Set([type.name])); continue; }
    if (f.enum?.published) r.out(`  enum: ${f.enum.values.filter(Boolean).join(', ')}`);
    const said = describe(type.name, f.name);
    if (said) r.out(wrapped(said, 4));
    r.out('');
  }
}

function below(r: Run, type: Type | undefined, indent: number, above: ReadonlySet<string>): void {
  if (!type || above.has(type.name)) return;
  for (const f of [...type.fields.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    r.out(`${' '.repeat(indent)}${f.name}  <${shapeText(f.shape)}>${f.required ? ' -required-' : ''}`);
    below(r, innerType(f.shape), indent + 2, new Set([...above, type.name]));
  }
}

function innerType(s: Shape): Type | undefined {
  return s.kind === 'object' ? findType(s.type) : s.kind === 'list' || s.kind === 'map' ? innerType(s.items) : undefined;
}

/** A shape as explain writes it: 'string', '[]Container', 'map[string]Quantity'. */
function shapeText(s: Shape): string {
  switch (s.kind) {
    case 'object': return s.type;
    case 'list': return `[]${shapeText(s.items)}`;
    case 'map': return `map[string]${shapeText(s.items)}`;
    case 'quantity': return 'Quantity';
    case 'time': return 'Time';
    case 'microTime': return 'MicroTime';
    case 'duration': return 'Duration';
    case 'intOrString': return 'IntOrString';
    case 'bytes': return 'string';
    case 'any': return 'Object';
    case 'integer': case 'string': case 'boolean': case 'number': return s.kind;
  }
}

/** Wraps a text to the width of the console's explain. */
export function wrapped(said: string, indent: number): string {
  const room = WIDTH - indent;
  return said.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + 1 + word.length > room) { lines.push(line); line = word; } else line = line ? `${line} ${word}` : word;
    }
    return [...lines, line];
  }).map((l) => (l ? ' '.repeat(indent) + l : '')).join('\n');
}
