import { ApiError } from '#shared/api/errors.ts';
import type { Handler } from './handler.ts';

export const kubeListener: Handler<'kube.listener'> = () => { throw new ApiError('ServiceUnavailable', 'This is not built yet.'); };
