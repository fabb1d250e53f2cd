import { badRequest } from '#shared/api/errors.ts';
import type { ObjectChange } from '#shared/ipc/objects.ts';
import { applyChanges, readObject } from '../changes.ts';
import { fields, list, optional } from '../input.ts';
import { ADMIN } from '../users.ts';
import type { Handler } from './handler.ts';

export const changesApply: Handler<'changes.apply'> = (input, { desk: { session }, acting }) => {
  const changes = list(fields(input), 'changes', change);
  return session.write(() => {
    const objects = applyChanges(
      { cluster: session.cluster, log: session.document.log, sources: session.document.sources },
      acting ?? ADMIN,
      changes,
    );
    return { objects, revision: session.cluster.core.store.revision };
  });
};

function change(value: unknown): ObjectChange {
  const o = fields(value, 'a change');
  const before = optional(o, 'before', readObject);
  const after = optional(o, 'after', readObject);
  if (!before && !after) throw badRequest('a change has neither before nor after');
  return { ...(before && { before }), ...(after && { after }) };
}
