/** May this user do this? Members of system:masters may; for the rest the roles and bindings decide. Source: plugin/pkg/auth/authorizer/rbac. */
import { MASTERS, type Core, type User } from '../context.ts';
import type { Attributes } from './attributes.ts';
import { ruleAllows } from './policy-rule.ts';
import { grantsOf } from './rule-resolver.ts';

/** The answer, with the words that belong to it: what allowed it, or which roles could not be found. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

const MASTER: Decision = Object.freeze({ allowed: true, reason: '' });

/** Decides. Costs microseconds: what a user was granted is looked up once between two changes of roles and bindings. */
export function authorize(core: Core, user: User, attributes: Attributes): Decision {
  if (user.groups.includes(MASTERS)) return MASTER;
  const { grants, errors } = grantsOf(core, user, 'path' in attributes ? '' : attributes.namespace);
  for (const { source, rules } of grants)
    if (rules.some((r) => ruleAllows(r, attributes))) return { allowed: true, reason: `RBAC: allowed by ${source}` };
  return { allowed: false, reason: errors ? `RBAC: ${errors}` : '' };
}
