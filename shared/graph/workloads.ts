/** The design as namespaces with their workloads and pods, and what these refer to; pools with their nodes beside them. */
import type { Namespace } from '../kinds/types.ts';
import type { Box, Reading } from './box.ts';
import { counted } from './facts.ts';
import { readPools, type PoolsReader } from './pools.ts';
import { SYSTEM_NAMESPACES } from './noise.ts';
import type { DesignObjects } from './objects.ts';
import { sharing } from './sharing.ts';
import { readSection, type Section } from './section.ts';
import { stateOf } from './state.ts';

/** What of the design is read. */
export interface ReadingOptions {
  /** The one namespace shown; all, unless given. */
  readonly namespace?: string | undefined;
  /** Also what every cluster has without anybody having asked. */
  readonly all?: boolean;
}

/** A reader that keeps what has not changed: the boxes of a namespace are read again only when something in it changed. */
export type Reader = (options: ReadingOptions) => Reading;

/** Reads the design by workloads. */
export function workloadsReader(objects: DesignObjects): Reader {
  const sections = new Map<string, { readonly version: string; readonly section: Section }>();
  const pools: PoolsReader = readPools(objects);
  const share = sharing();
  const sectionOf = (ns: string, parent: string | undefined, all: boolean): Section => {
    // Bindings and claims refer to what lies in no namespace.
    const version = `${objects.versionOf(ns)}/${objects.versionOf('~')}/${all}`;
    let known = sections.get(ns);
    if (known?.version !== version) sections.set(ns, (known = { version, section: readSection(objects, ns, parent, all) }));
    return known.section;
  };
  return ({ namespace, all = false }) => {
    const boxes = new Map<string, Box>();
    const arrows = [];
    for (const [key, o] of objects.inNamespace('')) {
      if (o.kind !== 'Namespace') continue;
      const { name } = o.metadata;
      if (namespace !== undefined ? name !== namespace : !all && SYSTEM_NAMESPACES.has(name)) continue;
      const section = sectionOf(name, key, all);
      if (name === 'default' && section.boxes.length === 0 && namespace === undefined) continue;
      boxes.set(key, namespaceBox(key, o as Namespace, section));
      for (const b of section.boxes) boxes.set(b.key, b);
      arrows.push(...section.arrows);
    }
    if (namespace === undefined) {
      const section = sectionOf('', undefined, all);
      for (const b of section.boxes) boxes.set(b.key, b);
      arrows.push(...section.arrows);
    }
    for (const b of pools(false)) boxes.set(b.key, b);
    return { boxes: share(boxes), arrows: arrows.filter((a) => boxes.has(a.from) && boxes.has(a.to)) };
  };
}

function namespaceBox(key: string, o: Namespace, { boxes }: Section): Box {
  const n = boxes.filter((b) => b.shape !== 'missing').length;
  return {
    key,
    shape: 'namespace',
    kind: 'Namespace',
    namespace: '',
    name: o.metadata.name,
    title: o.metadata.name,
    fact: `namespace · ${counted(n, 'object')}`,
    state: stateOf(o),
    pods: [],
    object: o,
  };
}
