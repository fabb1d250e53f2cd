import { ApiError } from '#shared/api/errors.ts';
import type { Handler } from './handler.ts';

export const api: Handler<'api'> = () => { throw new ApiError('ServiceUnavailable', 'This is not built yet.'); };
