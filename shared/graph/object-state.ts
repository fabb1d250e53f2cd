/** How an object is, in the words everything that shows it shares. */

/** How something is, said three times on screen: by colour, glyph and border. */
export type State = 'ready' | 'attention' | 'failed' | 'waiting' | 'leaving';

/** One of five states, the reason for it and what was said of it. */
export interface ObjectState {
  readonly state: State;
  /** 'CrashLoopBackOff', 'Unschedulable', …; for what is well a word that says so, or ''. */
  readonly reason: string;
  /** '' where nobody has said more. */
  readonly message: string;
}
