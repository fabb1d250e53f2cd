import { notFound } from '#shared/api/errors.ts';
import { parseKey } from '#shared/api/ref.ts';
import type { NodeVerdict } from '#shared/ipc/scheduler.ts';
import type { Pod } from '#shared/kinds/types.ts';
import { explain } from '#engine/scheduler/explain.ts';
import { fields, number, someText } from '../input.ts';
import { ADMIN } from '../users.ts';
import type { Handler } from './handler.ts';

export const schedulerExplain: Handler<'scheduler.explain'> = (input, { desk: { session } }) => {
  const o = fields(input);
  const ref = parseKey(someText(o, 'key'));
  const limit = number(o, 'limit');
  return session.read(() => {
    const { cluster } = session;
    const pod = ref.resource === 'core/pods' ? cluster.core.store.get(ref) : undefined;
    if (!pod) throw notFound({ group: '', plural: 'pods', kind: 'Pod' }, ref.name);
    const verdict = explain(cluster.client(ADMIN.user), pod as Pod);
    const fits = verdict.scores.map((s): NodeVerdict => ({ node: s.node, reasons: [], score: s.total, byPlugin: s.byPlugin }));
    const not = [...verdict.rejections].map(([node, r]): NodeVerdict => ({ node, rejectedBy: r.plugin, reasons: r.reasons }));
    return { ...(verdict.node !== undefined && { node: verdict.node }), nodes: [...fits, ...not].slice(0, limit) };
  });
};
