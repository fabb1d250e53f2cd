/** kubectl's JSONPath: templates with fields, indexes, slices, wildcards, filters, recursive descent, range. Source: client-go's util/jsonpath. */
import { isObject } from '#shared/api/json.ts';
import { CommandError } from './failure.ts';

/** Fills in a template such as '{.items[*].metadata.name}' or '{range .items[*]}{.metadata.name}{"\n"}{end}'. */
export function jsonPath(template: string, root: unknown): string {
  return run(parts(template), root, root);
}

/** All values that a path leads to: '.spec.replicas', '$.a[?(@.b=="c")].d'. */
export function valuesAt(path: string, value: unknown, root: unknown = value): readonly unknown[] {
  let found: readonly unknown[] = [value];
  let rest = path.trim();
  if (rest.startsWith('$')) {
    found = [root];
    rest = rest.slice(1);
  } else if (rest.startsWith('@')) rest = rest.slice(1);
  while (rest !== '') {
    const m =
      /^\.\.([\w-]*|\*)/.exec(rest) ??
      /^\.?\[((?:"[^"]*"|'[^']*'|\((?:[^()]|\([^()]*\))*\)|[^\]])*)\]/.exec(rest) ??
      /^\.((?:\\.|[^.[\\\s])+)/.exec(rest) ??
      (found[0] === value && rest === path.trim() ? /^((?:\\.|[^.[\\\s])+)/.exec(rest) : null);
    if (!m) {
      if (rest === '.') break;
      throw new CommandError(`error parsing jsonpath ${path}, unrecognized character in action: ${JSON.stringify(rest[0])}`);
    }
    const inner = m[1] as string;
    if (m[0].startsWith('..')) found = found.flatMap((v) => descend(v)).flatMap((v) => step(v, inner || '*'));
    else if (m[0].includes('[')) found = found.flatMap((v) => bracket(v, inner.trim(), root));
    else found = found.flatMap((v) => step(v, inner.replace(/\\(.)/g, '$1')));
    rest = rest.slice(m[0].length);
  }
  return found;
}

function step(v: unknown, name: string): readonly unknown[] {
  if (name === '*') return Array.isArray(v) ? (v as readonly unknown[]) : isObject(v) ? Object.values(v) : [];
  return isObject(v) && Object.hasOwn(v, name) ? [v[name]] : [];
}

function descend(v: unknown): readonly unknown[] {
  return [v, ...(Array.isArray(v) ? (v as readonly unknown[]) : isObject(v) ? Object.values(v) : []).flatMap(descend)];
}

function bracket(v: unknown, inner: string, root: unknown): readonly unknown[] {
  const quoted = /^(["'])(.*)\1$/.exec(inner);
  if (quoted) return step(v, quoted[2] as string);
  if (inner === '*') return step(v, '*');
  if (!Array.isArray(v)) return [];
  const list = v as readonly unknown[];
  const filter = /^\?\((.*)\)$/.exec(inner);
  if (filter) return list.filter((x) => holds(filter[1] as string, x, root));
  if (inner.includes(',')) return inner.split(',').flatMap((i) => bracket(v, i.trim(), root));
  const slice = /^(-?\d*):(-?\d*)(?::(\d+))?$/.exec(inner);
  if (slice)
    return list
      .slice(slice[1] ? Number(slice[1]) : 0, slice[2] ? Number(slice[2]) : undefined)
      .filter((_, i) => i % Number(slice[3] ?? 1) === 0);
  const i = Number(inner);
  const at = i < 0 ? list.length + i : i;
  if (!Number.isInteger(i)) throw new CommandError(`error parsing jsonpath, invalid array index ${inner}`);
  return at < list.length ? [list[at]] : [];
}

function holds(test: string, value: unknown, root: unknown): boolean {
  const m = /^\s*(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*?)\s*$/.exec(test);
  if (!m) return valuesAt(test, value, root).length > 0;
  const left = operand(m[1] as string, value, root);
  const right = operand(m[3] as string, value, root);
  return COMPARE[m[2] as string]?.(left as number, right as number) ?? false;
}

const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};

function operand(text: string, value: unknown, root: unknown): unknown {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  if (quoted) return quoted[2];
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return valuesAt(text, value, root)[0];
}

type Part = { readonly text: string } | { readonly path: string } | { readonly range: string; readonly body: readonly Part[] };

/** Takes a template apart: texts, paths in braces, ranges with their bodies. */
function parts(template: string): readonly Part[] {
  const stack: { range: string; body: Part[] }[] = [{ range: '', body: [] }];
  const top = () => stack.at(-1) as { range: string; body: Part[] };
  for (const m of template.matchAll(/\{((?:"(?:\\.|[^"])*"|'(?:\\.|[^'])*'|[^{}])*)\}|[^{}]+/g)) {
    const inner = m[1]?.trim();
    if (inner === undefined) top().body.push({ text: m[0] });
    else if (inner === 'end') {
      const done = stack.pop();
      if (!done || stack.length === 0) throw new CommandError(`error parsing jsonpath ${template}, not in range, nothing to end`);
      top().body.push(done);
    } else if (/^range\s/.test(inner)) stack.push({ range: inner.slice(5).trim(), body: [] });
    else if (/^["']/.test(inner)) top().body.push({ text: unescaped(inner.slice(1, -1)) });
    else top().body.push({ path: inner });
  }
  if (stack.length > 1) throw new CommandError(`error parsing jsonpath ${template}, unexpected end of range`);
  return top().body;
}

const unescaped = (text: string) => text.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : c));

function run(body: readonly Part[], value: unknown, root: unknown): string {
  return body
    .map((p) => {
      if ('text' in p) return p.text;
      if ('path' in p) return valuesAt(p.path, value, root).map(shown).join(' ');
      return valuesAt(p.range, value, root)
        .map((v) => run(p.body, v, root))
        .join('');
    })
    .join('');
}

function shown(v: unknown): string {
  return typeof v === 'string' ? v : v === undefined || v === null ? '' : JSON.stringify(v);
}
