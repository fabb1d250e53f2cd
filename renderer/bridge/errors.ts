/** What a refused request rejects with. */
import type { WireError } from '#shared/ipc/wire.ts';

/** An error of the other side: Kubernetes' reason and message, with the Status details where it is an API error. */
export class BridgeError extends Error implements WireError {
  override readonly name = 'BridgeError';
  readonly reason: string;
  readonly details?: unknown;

  constructor(e: WireError) {
    super(e.message);
    this.reason = e.reason;
    this.details = e.details;
  }
}

/** The message of anything that was thrown, to be shown to a person. */
export function messageOf(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}
