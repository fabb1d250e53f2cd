/** kubectl api-resources, api-versions, version and cluster-info. Source: kubectl's cmd/apiresources, cmd/version, cmd/clusterinfo. */
import type { Command } from '../command.ts';
import { text, toggle } from '../flags.ts';
import { qualifiedPlural } from '../kinds.ts';
import { align, TABLE } from '../tab-writer.ts';

export const apiResources: Command = {
  name: 'api-resources',
  summary: 'Print the supported API resources on the server',
  positional: 'none',
  flags: [
    toggle('no-headers'),
    text('sort-by', undefined, ['name', 'kind']),
    text('output', 'o', ['wide', 'name']),
    text('namespaced', undefined, ['true', 'false']),
    text('api-group'),
    text('verbs'),
    text('categories'),
    toggle('cached'),
  ],
  run(r) {
    const wide = r.flags.text('output') === 'wide';
    const by = r.flags.text('sort-by');
    const verbs = r.flags.list('verbs');
    const categories = r.flags.list('categories');
    const shown = r.kinds.all
      .filter((k, i, all) => all.findIndex((x) => x.id === k.id) === i)
      .filter(
        (k) =>
          (!r.flags.has('namespaced') || String(k.namespaced) === r.flags.text('namespaced')) &&
          (!r.flags.has('api-group') || k.group === r.flags.text('api-group')) &&
          verbs.every((v) => k.verbs.includes(v)) &&
          categories.every((c) => k.categories.includes(c)),
      );
    const sorted =
      by === 'name'
        ? shown.toSorted((a, b) => (a.plural < b.plural ? -1 : a.plural > b.plural ? 1 : 0))
        : by === 'kind'
          ? shown.toSorted((a, b) => (a.kind < b.kind ? -1 : 1))
          : shown.toSorted((a, b) => (a.group === b.group ? (a.plural < b.plural ? -1 : 1) : a.group < b.group ? -1 : 1));
    if (r.flags.text('output') === 'name') sorted.forEach((k) => r.out(qualifiedPlural(k)));
    else {
      const head = `NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND${wide ? '\tVERBS\tCATEGORIES' : ''}`;
      const rows = sorted.map(
        (k) =>
          `${k.plural}\t${k.shortNames.join(',')}\t${k.apiVersion}\t${k.namespaced}\t${k.kind}${wide ? `\t${k.verbs.join(',')}\t${k.categories.join(',')}` : ''}`,
      );
      for (const line of align([...(r.flags.on('no-headers') ? [] : [head]), ...rows], TABLE)) r.out(line);
    }
    return Promise.resolve();
  },
};

export const apiVersions: Command = {
  name: 'api-versions',
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  positional: 'none',
  run(r) {
    [...new Set(r.kinds.all.map((k) => k.apiVersion))].sort().forEach((v) => r.out(v));
    return Promise.resolve();
  },
};

export const version: Command = {
  name: 'version',
  summary: 'Print the server version information',
  positional: 'none',
  flags: [text('output', 'o'), toggle('client')],
  async run(r) {
    const v = (await r.api.call('GET', '/version')) as { gitVersion?: string };
    r.out(`Server Version: ${v.gitVersion ?? ''}`);
  },
};

export const clusterInfo: Command = {
  name: 'cluster-info',
  summary: 'Display cluster information',
  positional: 'none',
  run(r) {
    r.out('Kubernetes control plane is embedded in this design.');
    return Promise.resolve();
  },
};
