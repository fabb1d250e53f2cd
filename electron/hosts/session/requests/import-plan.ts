import { ApiError } from '#shared/api/errors.ts';
import type { Handler } from './handler.ts';

export const importPlan: Handler<'import.plan'> = () => { throw new ApiError('ServiceUnavailable', 'This is not built yet.'); };
