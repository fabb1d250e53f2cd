/** Any error as it crosses to a page: Kubernetes' reason for what the API refused, a plain one for the rest. */
import { ApiError } from '#shared/api/errors.ts';
import type { WireError } from '#shared/ipc/wire.ts';
import { DocumentError } from '#electron/storage/document-error.ts';

export function wireError(e: unknown): WireError {
  if (e instanceof ApiError)
    return { reason: e.reason || 'Unknown', message: e.message, ...(e.details !== undefined && { details: e.details }) };
  if (e instanceof DocumentError) return { reason: e.reason, message: e.message };
  return { reason: 'InternalError', message: e instanceof Error ? e.message : String(e) };
}
