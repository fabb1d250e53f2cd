/** The colours of the window as the canvas needs them: read from the tokens once for each theme. */
import type { State } from '#shared/graph/object-state.ts';
import { token } from '../../../ui/tokens.ts';
import { states } from '../../../ui/states.ts';

/** How a state is painted. `glyph` is a path in a 12×12 box. */
export interface StatePaint {
  readonly color: string;
  readonly text: string;
  readonly ground: string;
  /** Of cells that lie close together. */
  readonly cell: string;
  readonly glyph: Path2D;
  readonly dash: readonly number[];
}

export interface Theme {
  readonly ground: string;
  readonly panel: string;
  readonly line: string;
  readonly soft: string;
  readonly edge: string;
  readonly text: string;
  readonly dim: string;
  readonly accent: string;
  readonly accentText: string;
  readonly accentGround: string;
  readonly waiting: string;
  readonly failed: string;
  readonly failedText: string;
  readonly namespace: string;
  readonly namespaceLine: string;
  readonly pool: string;
  readonly poolLine: string;
  readonly ready: string;
  readonly states: Readonly<Record<State, StatePaint>>;
  readonly font: string;
  readonly mono: string;
}

const DASHES: Readonly<Record<'solid' | 'dashed' | 'dotted', readonly number[]>> = { solid: [], dashed: [3.5, 2.5], dotted: [1.4, 1.8] };

/** Reads the theme as it is now. */
export function readTheme(): Theme {
  const c = (name: string) => token(`--${name}`);
  const paint = Object.fromEntries(
    Object.entries(states).map(([state, look]) => [
      state,
      {
        color: token(look.color),
        text: token(look.text),
        ground: token(look.ground),
        cell: state === 'ready' ? c('ready-bar') : token(look.color),
        glyph: new Path2D(look.glyph),
        dash: DASHES[look.border],
      },
    ]),
  ) as unknown as Record<State, StatePaint>;
  return {
    ground: c('ground'),
    panel: c('panel'),
    line: c('line'),
    soft: c('soft'),
    edge: c('edge'),
    text: c('text'),
    dim: c('dim'),
    accent: c('accent'),
    accentText: c('accent-text'),
    accentGround: c('accent-ground'),
    waiting: c('waiting'),
    failed: c('failed'),
    failedText: c('failed-text'),
    namespace: c('namespace'),
    namespaceLine: c('namespace-line'),
    pool: c('pool'),
    poolLine: c('pool-line'),
    ready: c('ready'),
    states: paint,
    font: c('font'),
    mono: c('mono'),
  };
}
