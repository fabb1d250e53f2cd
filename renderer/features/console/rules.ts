/** Rules of access as kubectl lists them: a resource, a name or an address a line, with what may be done. */

/** A rule of a Role, or of a review. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly resources?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** The lines, their columns separated by tabs: resource, address, name, verbs. */
export function ruleRows(rules: readonly Rule[]): readonly string[] {
  return oneByOne(rules).map(({ resource, group, url, name, verbs }) => {
    const [plural = '', part] = resource.split('/');
    return `${plural}${group ? `.${group}` : ''}${part === undefined ? '' : `/${part}`}\t[${url}]\t[${name}]\t[${verbs.join(' ')}]`;
  });
}

/** What may be done with one resource or address. */
interface Access {
  readonly resource: string;
  readonly group: string;
  readonly url: string;
  readonly name: string;
  readonly verbs: readonly string[];
}

/** Rules taken apart, one for each resource, name and address; those of one resource are one, in order of their texts. Source: component-helpers' auth/rbac/validation and kubectl's util/rbac. */
function oneByOne(all: readonly Rule[]): readonly Access[] {
  const found = new Map<string, Access>();
  const apart: Access[] = [];
  for (const x of all) {
    const each = x.nonResourceURLs
      ? x.nonResourceURLs.flatMap((url) => x.verbs.map((v): Access => ({ resource: '', group: '', url, name: '', verbs: [v] })))
      : (x.apiGroups ?? ['']).flatMap((group) =>
          (x.resources ?? []).flatMap((resource) =>
            x.verbs.flatMap((v) =>
              (x.resourceNames?.length ? x.resourceNames : ['']).map((name): Access => ({ resource, group, url: '', name, verbs: [v] })),
            ),
          ),
        );
    for (const a of each) {
      if (a.url) {
        apart.push(a);
        continue;
      } // addresses are not put together
      const key = `${a.group}/${a.resource}/${a.name}`;
      const before = found.get(key);
      if (!before?.verbs.includes(a.verbs[0] as string)) found.set(key, { ...a, verbs: [...(before?.verbs ?? []), ...a.verbs] });
    }
  }
  return [...apart, ...found.values()].sort((a, b) => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0));
}

const textOf = (a: Access) =>
  `Verbs:[${a.verbs.join(' ')}],APIGroups:[${a.group}],Resources:[${a.resource}],ResourceNames:[${a.name}],NonResourceURLs:[${a.url}],`;
