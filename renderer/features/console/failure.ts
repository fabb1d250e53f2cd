/** What ends a command early, in kubectl's words. */
import type { Status } from '#shared/kinds/generated/types.ts';

/** Something is wrong with what was typed. Printed as 'error: …'; as it is where `plain`. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly plain: boolean;

  constructor(message: string, plain = false) {
    super(message);
    this.plain = plain;
  }
}

/** The API refused. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? 'unknown');
    this.status = status;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }
}

/** The words of whatever ended a command. `doing` is kubectl's 'error when creating "STDIN"'. Source: kubectl's cmd/util/helpers.go. */
export function failureText(e: unknown, doing = ''): string {
  if (e instanceof CommandError) return e.plain ? e.message : `error: ${e.message}`;
  if (!(e instanceof ApiFailure)) return `error: ${e instanceof Error ? e.message : String(e)}`;
  const { reason, details, message = '' } = e.status;
  if (reason === 'Invalid' && details?.kind)
    return `The ${details.kind} "${details.name ?? ''}" is invalid${causes(details.causes, message)}`;
  if (reason === 'Unauthorized') return 'error: You must be logged in to the server (Unauthorized)';
  return `Error from server${reason ? ` (${reason})` : ''}: ${doing ? `${doing}: ` : ''}${message}`;
}

function causes(list: NonNullable<Status['details']>['causes'], message: string): string {
  const said = [...new Set((list ?? []).map((c) => (c.field ? `${c.field}: ${c.message ?? ''}` : (c.message ?? ''))))];
  return said.length === 0 ? `: ${message}` : said.length === 1 ? `: ${said[0]}` : `: \n${said.map((s) => `* ${s}`).join('\n')}`;
}
