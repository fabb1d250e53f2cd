/** kubectl explain, from the server's OpenAPI document, so custom kinds are explained too. Source: kubectl's explain/v2 and its plaintext template. */
import { isObject } from '#shared/api/json.ts';
import { groupOf, versionOf } from '#shared/api/object.ts';
import type { Command } from '../command.ts';
import { CommandError } from '../failure.ts';
import { text, toggle } from '../flags.ts';

/** What of an OpenAPI v3 schema is read. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

/** Values of an enumeration that a list of fields shows. */
const SHORT_ENUM = 4;

export const explain: Command = {
  name: 'explain',
  summary: 'Get documentation for a resource',
  positional: 'kind',
  flags: [toggle('recursive'), text('max-depth'), text('api-version'), text('output', 'o')],
  async run(r) {
    const [path] = r.args;
    if (!path || r.args.length > 1)
      throw new CommandError(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    const [resource = '', ...fields] = path.split('.');
    const wanted = r.flags.text('api-version');
    const found = r.kinds.find(resource);
    const kind = wanted === undefined ? found : r.kinds.all.find((k) => k.plural === found?.plural && k.apiVersion === wanted);
    if (!kind) throw new CommandError(`the server doesn't have a resource type "${resource}"`, true);
    const group = groupOf(kind.apiVersion);
    const version = versionOf(kind.apiVersion);
    const document = (await r.api.call('GET', `/openapi/v3/${group ? 'apis' : 'api'}/${kind.apiVersion}`)) as {
      components?: { schemas?: Readonly<Record<string, Schema>> };
    };
    const schemas = document.components?.schemas ?? {};
    const root = Object.values(schemas).find((s) =>
      s['x-kubernetes-group-version-kind']?.some((x) => x.kind === kind.kind && x.group === group && x.version === version),
    );
    if (!root) throw new CommandError(`GVK ${group}/${version}, Kind=${kind.kind} not found in OpenAPI schema`);
    r.out(`${group ? `GROUP:      ${group}\n` : ''}KIND:       ${kind.kind}\nVERSION:    ${version}\n`);
    new Explanation(schemas, (t) => r.out(t), r.flags.on('recursive'), r.flags.number('max-depth') ?? 0).print(root, fields);
  },
};

/** Prints a schema, or a field of it, as kubectl does. */
class Explanation {
  readonly #schemas: Readonly<Record<string, Schema>>;
  readonly #out: (text: string) => void;
  readonly #recursive: boolean;
  readonly #depth: number;

  constructor(schemas: Readonly<Record<string, Schema>>, out: (text: string) => void, recursive: boolean, depth: number) {
    this.#schemas = schemas;
    this.#out = out;
    this.#recursive = recursive;
    this.#depth = depth;
  }

  print(root: Schema, fields: readonly string[]): void {
    let s: Schema = root;
    for (const [i, name] of fields.entries()) {
      const field = this.#field(s, name);
      if (!field) throw new CommandError(`field "${fields.at(-1)}" does not exist`);
      s = field;
      if (i === fields.length - 1)
        this.#out(`FIELD: ${name} <${this.#typeOf(s)}>\n${s.enum ? `ENUM:${s.enum.map((v) => `\n    ${valueText(v)}`).join('')}` : ''}\n`);
    }
    this.#out(`DESCRIPTION:\n${indented(wrapped(this.#description(s) || '<empty>', 76), 4)}`);
    const lines = this.#fields(s, 1, new Set());
    if (lines.length > 0) this.#out(`FIELDS:\n${lines.join('\n')}`);
    this.#out('');
  }

  #resolved(s: Schema): Schema {
    return (s.$ref === undefined ? undefined : this.#schemas[s.$ref.slice(s.$ref.lastIndexOf('/') + 1)]) ?? s;
  }

  /** A field by its name, through lists, maps and references. */
  #field(s: Schema, name: string): Schema | undefined {
    const o = this.#resolved(s);
    const own = o.properties?.[name];
    if (own) return own;
    if (o.items) return this.#field(o.items, name);
    if (isObject(o.additionalProperties)) return this.#field(o.additionalProperties, name);
    for (const part of o.allOf ?? []) {
      const found = this.#field(part, name);
      if (found) return found;
    }
    return undefined;
  }

  /** 'string', '[]Container', 'map[string]Quantity'. */
  #typeOf(s: Schema): string {
    if (s.items) return `[]${this.#typeOf(s.items)}`;
    if (isObject(s.additionalProperties)) return `map[string]${this.#typeOf(s.additionalProperties)}`;
    if (s.allOf?.length === 1 && !s.properties) return this.#typeOf(s.allOf[0] as Schema);
    if (s.$ref !== undefined) {
      const { type } = this.#resolved(s);
      return type === undefined || type === 'object' ? (s.$ref.split(/[/.]/).at(-1) ?? 'Object') : type;
    }
    return s.type === undefined || s.type === 'object' ? 'Object' : s.type;
  }

  /** What the schema says of itself, then what those it is made of say. */
  #description(s: Schema): string {
    const o = this.#resolved(s);
    return [
      o.description ? `${o.description}\n` : '',
      ...(o.allOf ?? []).map((p) => this.#description(p)),
      o.items ? this.#description(o.items) : '',
      isObject(o.additionalProperties) ? this.#description(o.additionalProperties) : '',
    ].join('');
  }

  /** The lines of its fields; below them theirs, where all are asked for. What refers to itself is not followed. */
  #fields(s: Schema, level: number, above: ReadonlySet<string>): readonly string[] {
    if (s.$ref !== undefined && above.has(s.$ref)) return [];
    const inside = s.$ref === undefined ? above : new Set([...above, s.$ref]);
    const o = this.#resolved(s);
    const indent = level * 2;
    const own = Object.entries(o.properties ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, f]) => {
        const values = f.enum?.slice(0, SHORT_ENUM).map(valueText);
        const more = (f.enum?.length ?? 0) > SHORT_ENUM ? ', ....' : '';
        const head = [
          `${' '.repeat(indent)}${name}\t<${this.#typeOf(f)}>${o.required?.includes(name) ? ' -required-' : ''}`,
          ...(values ? [`${' '.repeat(indent)}enum: ${values.join(', ')}${more}`] : []),
        ];
        if (!this.#recursive) return [...head, indented(wrapped(f.description ?? '<no description>', 78 - indent), indent + 2), ''];
        return this.#depth === 0 || level < this.#depth ? [...head, ...this.#fields(f, level + 1, inside)] : head;
      });
    return [
      ...own,
      ...[...(o.allOf ?? []), ...(o.items ? [o.items] : []), ...(isObject(o.additionalProperties) ? [o.additionalProperties] : [])].flatMap(
        (p) => this.#fields(p, level, inside),
      ),
    ];
  }
}

const valueText = (v: unknown): string => (v === '' ? '""' : String(v as string));

const indented = (said: string, by: number): string =>
  said
    .split('\n')
    .map((l) => (l ? ' '.repeat(by) + l : l))
    .join('\n');

/** Wraps a text to a width, at spaces. */
function wrapped(said: string, room: number): string {
  return said
    .split('\n')
    .flatMap((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(' ')) {
        if (line && line.length + 1 + word.length > room) {
          lines.push(line);
          line = word;
        } else line = line ? `${line} ${word}` : word;
      }
      return [...lines, line];
    })
    .join('\n');
}
