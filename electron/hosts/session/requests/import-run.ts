import { ApiError } from '#shared/api/errors.ts';
import type { Handler } from './handler.ts';

export const importRun: Handler<'import.run'> = () => { throw new ApiError('ServiceUnavailable', 'This is not built yet.'); };
