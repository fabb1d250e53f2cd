/** The one design that is open, as whoever serves it sees it. */
import type { Session } from './session.ts';
import type { Signal } from './signal.ts';

export interface OpenDesign {
  /** The open session, if there is one. */
  readonly open: Session | undefined;
  /** Told when another session takes the place of the last. */
  readonly sessionChanged: Signal<Session | undefined>;
}
