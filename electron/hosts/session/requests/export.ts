import { ApiError } from '#shared/api/errors.ts';
import type { Handler } from './handler.ts';

export const exportDesign: Handler<'export'> = () => { throw new ApiError('ServiceUnavailable', 'This is not built yet.'); };
