#!/usr/bin/env node
// Makes shared/kinds/generated/ from the models of @kubernetes/client-node, which are themselves made from the
// OpenAPI document of the Kubernetes release that Drydock speaks. Nothing there is written by hand or committed.
//   types.ts           one readonly interface per type, named as Kubernetes names it
//   schema.json        the same as data: { types: { Pod: { source: 'V1Pod', fields: { spec: { ref: 'PodSpec' } }, required: [] } } }
//   descriptions.json  { Pod: { '': 'what a Pod is', spec: 'what its spec is' } }
// The client says nothing of fields that refer to another type, and not what the values of an enumeration mean: those
// words are from the declarations of kubernetes-models.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const models = join(root, 'node_modules/@kubernetes/client-node/dist/gen/models');
const target = join(root, 'shared/kinds/generated');

/** Classes that share a name once their version is taken off: what each is called here. */
const RENAMED = {
  V1HorizontalPodAutoscaler: 'HorizontalPodAutoscalerV1',
  V1HorizontalPodAutoscalerList: 'HorizontalPodAutoscalerListV1',
  V1HorizontalPodAutoscalerSpec: 'HorizontalPodAutoscalerSpecV1',
  V1HorizontalPodAutoscalerStatus: 'HorizontalPodAutoscalerStatusV1',
  V1CrossVersionObjectReference: 'CrossVersionObjectReferenceV1',
  CoreV1Event: 'Event',
  CoreV1EventList: 'EventList',
  CoreV1EventSeries: 'EventSeries',
  EventsV1Event: 'EventsEvent',
  EventsV1EventList: 'EventsEventList',
  EventsV1EventSeries: 'EventsEventSeries',
  CoreV1EndpointPort: 'EndpointPort',
  DiscoveryV1EndpointPort: 'DiscoveryEndpointPort',
  CoreV1ResourceClaim: 'ContainerResourceClaim',
  ResourceV1ResourceClaim: 'ResourceClaim',
  RbacV1Subject: 'Subject',
  FlowcontrolV1Subject: 'FlowSubject',
  AuthenticationV1TokenRequest: 'TokenRequest',
  StorageV1TokenRequest: 'StorageTokenRequest',
};
/** Names Kubernetes gives that TypeScript has already taken. */
const shortName = (cls) => RENAMED[cls] ?? cls.replace(/^V\d+/, '');

/** The schema word for a type of the generated client ('Array<V1Pod>', '{ [key: string]: string; }', ...). */
function shape(type, format) {
  const list = /^Array<(.+)>$/.exec(type);
  if (list) return { type: 'array', items: shape(list[1], format) };
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type);
  if (map) return { type: 'map', items: shape(map[1], format) };
  if (type === 'Date') return { type: 'time' };
  if (type === 'V1MicroTime') return { type: 'microTime' };
  if (type === 'IntOrString') return { type: 'intOrString' };
  if (type === 'any') return { type: 'any' };
  if (type === 'string') return format === 'byte' ? { type: 'bytes' } : { type: 'string' };
  if (type === 'number') return format === 'double' ? { type: 'number' } : { type: 'integer', format };
  if (type === 'boolean') return { type: 'boolean' };
  return { ref: shortName(type) };
}

/** The TypeScript word for a schema word. */
function typescript(s) {
  if (s.ref) return s.ref;
  switch (s.type) {
    case 'array':
      return `readonly ${/^readonly /.test(typescript(s.items)) ? `(${typescript(s.items)})` : typescript(s.items)}[]`;
    case 'map':
      return `Readonly<Record<string, ${typescript(s.items)}>>`;
    case 'integer':
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'intOrString':
      return 'number | string';
    case 'any':
      return 'unknown';
    default:
      return 'string';
  }
}

/** Upstream joins the lines of a description by spaces, a paragraph by two. */
const text = (s) => s.replace(/\\(.)/g, '$1').replace(/ {2,}/g, '\n\n').trim();

/** What kubernetes-models says of types, by their names without group and version: [{ path, words: { field: text } }]. */
const said = new Map();
for (const folder of ['kubernetes-models', '@kubernetes-models/apimachinery/apis/meta']) {
  const at = join(root, 'node_modules', folder);
  for (const file of readdirSync(at, { recursive: true })) {
    const [, path, name] = /^(.*?)(?:^|[/\\])(\w+)\.d\.ts$/.exec(file) ?? [];
    if (!name || /^_schemas|^node_modules|(alpha|beta)\d/.test(path)) continue;
    const declared = /export interface [\s\S]*?\n\}/.exec(readFileSync(join(at, file), 'utf8'))?.[0] ?? '';
    const words = {};
    for (const [, doc, field] of declared.matchAll(/\/\*\*\n((?: +\*(?!\/).*\n)+?) +\*\/\n +"([^"]+)"\??:/g))
      words[field] = doc
        .replace(/^ +\* ?/gm, '')
        .replace(/\*\\\//g, '*/')
        .trim();
    said.set(name, [...(said.get(name) ?? []), { path: path.replaceAll('\\', '/'), words }]);
  }
}

/** The words for the fields of a class: of types that share a name, those of the one in its group and version. */
function wordsOf(cls, fields) {
  const [, group, version, base] = /^([A-Z][a-z]+)?V(\d+)(\w+)$/.exec(cls) ?? [];
  const fits = (said.get(base) ?? []).filter((d) => new RegExp(`(^|/)v${version}$`).test(d.path));
  const own =
    fits.find((d) => group && (group === 'Core' ? d.path === `v${version}` : d.path.startsWith(group.toLowerCase()))) ??
    (fits.length === 1 ? fits[0] : undefined);
  return Object.fromEntries(Object.entries(own?.words ?? {}).filter(([f]) => f in fields));
}

const types = {};
const descriptions = {};
// The package also carries files that its index no longer names: only those of this release count.
const classes = [...readFileSync(join(models, 'all.d.ts'), 'utf8').matchAll(/models\/(\w+)\.js/g)].map((m) => m[1]);
for (const cls of classes.sort()) {
  if (cls === 'V1MicroTime' || /^[A-Za-z]*V\d+(alpha|beta)/.test(cls)) continue;
  const name = shortName(cls);
  if (types[name]) throw new Error(`generate: ${cls} and another class are both called ${name}; add it to RENAMED`);
  const declaration = readFileSync(join(models, `${cls}.d.ts`), 'utf8');
  const body = readFileSync(join(models, `${cls}.js`), 'utf8');
  const attributes = JSON.parse(/attributeTypeMap = (\[[\s\S]*?\n\]|\[\]);/.exec(body)[1]);
  const fields = {};
  const required = [];
  const words = {};
  const ofClass = /\/\*\*\n\* (.*)\n\*\/\nexport declare class/.exec(declaration);
  if (ofClass) words[''] = text(ofClass[1]);
  for (const a of attributes) {
    const member = new RegExp(`(?:/\\*\\*\\n    \\* (.*)\\n    \\*/\\n    )?'${a.name.replace('$', '\\$')}'(\\?)?:`).exec(declaration);
    fields[a.baseName] = shape(a.type, a.format);
    if (member && !member[2]) required.push(a.baseName);
    if (member?.[1]) words[a.baseName] = text(member[1]);
  }
  for (const [f, more] of Object.entries(wordsOf(cls, fields)))
    if (!words[f]) words[f] = more;
    else if (more.includes('Possible enum values:')) words[f] = `${words[f]}\n\n${more.slice(more.indexOf('Possible enum values:'))}`;
  types[name] = { source: cls, fields, ...(required.length ? { required } : {}) };
  descriptions[name] = words;
}

const quote = (k) => (/^[A-Za-z_]\w*$/.test(k) ? k : JSON.stringify(k));
const lines = ['// Made by scripts/generate.mjs; not committed, not to be edited.', ''];
for (const [name, t] of Object.entries(types)) {
  lines.push(`export interface ${name} {`);
  for (const [k, s] of Object.entries(t.fields))
    lines.push(`  readonly ${quote(k)}${t.required?.includes(k) ? '' : '?'}: ${typescript(s)};`);
  lines.push('}', '');
}
mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'types.ts'), lines.join('\n'));
writeFileSync(join(target, 'schema.json'), JSON.stringify({ types }));
writeFileSync(join(target, 'descriptions.json'), JSON.stringify(descriptions));
console.log(`generate: ${Object.keys(types).length} types`);
