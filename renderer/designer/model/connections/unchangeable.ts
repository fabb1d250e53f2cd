import { Refusal } from '../design.ts';
import type { Connection } from './connection.ts';

/** What Kubernetes lets nobody change once it is written: said as what it is, so that nobody tries again. */
export const unchangeable: Connection = {
  id: 'unchangeable',
  fits: (from, to) => from.kind.endsWith('RoleBinding') && to.kind.endsWith('Role'),
  connect(from, to) {
    throw new Refusal(`The role of a ${from.kind} cannot be changed once it is made: create another binding for ${to.metadata.name}.`);
  },
};
