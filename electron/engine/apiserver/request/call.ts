/** A request for a resource, once it is known who asks what of which. */
import { ApiError } from '#shared/api/errors.ts';
import type { Verb } from '#shared/kinds/definition.ts';
import type { Core } from '../context.ts';
import type { Target } from './write.ts';

/** One request for a resource, or for a part of one. */
export interface Call extends Target {
  readonly core: Core;
  readonly verb: Verb;
}

/** What a method is answered with that a resource does not have. */
export const notAllowed = () => new ApiError('MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
