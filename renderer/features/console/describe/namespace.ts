/** Namespaces, and what bounds those in them: quotas and limit ranges. Source: kubectl's describe package. */
import type { LimitRange, Namespace, ResourceQuota } from '#shared/kinds/types.ts';
import { identity, type Describer, type Text } from './text.ts';

export const namespace: Describer<Namespace> = async (o, t, s) => {
  identity(o, t);
  t.fact(0, 'Status', o.status.phase);
  const quotas = await s.list<ResourceQuota>('core/resourcequotas', o.metadata.name);
  const ranges = await s.list<LimitRange>('core/limitranges', o.metadata.name);
  t.at(0, '');
  if (quotas.length === 0) t.at(0, 'No resource quota.');
  else {
    t.at(0, 'Resource Quotas');
    for (const q of quotas) {
      t.at(1, `Name:\t${q.metadata.name}`);
      quotaTable(q, t, 1, '---');
    }
  }
  t.at(0, '');
  if (ranges.length === 0) t.at(0, 'No LimitRange resource.');
  else {
    t.at(0, 'Resource Limits');
    for (const l of ranges) limits(l, t, ' ');
  }
};

function quotaTable(q: ResourceQuota, t: Text, level: number, dashes: string): void {
  t.at(level, 'Resource\tUsed\tHard');
  t.at(level, `--------\t${dashes}\t${dashes}`);
  const hard = q.status.hard ?? q.spec.hard ?? {};
  for (const k of Object.keys(hard).sort()) t.at(level, `${k}\t${q.status.used?.[k] ?? '0'}\t${hard[k]}`);
}

export const quota: Describer<ResourceQuota> = (o, t) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  if (o.spec.scopes?.length) t.fact(0, 'Scopes', o.spec.scopes.join(', '));
  quotaTable(o, t, 0, '----');
};

function limits(o: LimitRange, t: Text, indent: string): void {
  t.at(0, `${indent}Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio`);
  t.at(0, `${indent}----\t--------\t---\t---\t---------------\t-------------\t-----------------------`);
  for (const l of o.spec.limits) {
    const names = new Set([l.max, l.min, l.default, l.defaultRequest, l.maxLimitRequestRatio].flatMap((m) => Object.keys(m ?? {})));
    for (const n of names)
      t.at(
        0,
        indent +
          [
            l.type,
            n,
            l.min?.[n] ?? '-',
            l.max?.[n] ?? '-',
            l.defaultRequest?.[n] ?? '-',
            l.default?.[n] ?? '-',
            l.maxLimitRequestRatio?.[n] ?? '-',
          ].join('\t'),
      );
  }
}

export const limitRange: Describer<LimitRange> = (o, t) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  limits(o, t, '');
};
