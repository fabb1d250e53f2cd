/** How a state is said on screen: by colour, glyph and border, the same three everywhere. */
import type { State } from '#shared/graph/object-state.ts';

/** Colours are names of tokens (tokens.css); the glyph is a path in a 12×12 box, to be stroked 2 wide. */
export interface StateLook {
  readonly label: string;
  readonly color: string;
  readonly text: string;
  readonly ground: string;
  readonly glyph: string;
  readonly border: 'solid' | 'dashed' | 'dotted';
}

const look = (state: State, label: string, glyph: string, border: StateLook['border']): StateLook => ({
  label,
  color: `--${state}`,
  text: `--${state}-text`,
  ground: `--${state}-ground`,
  glyph,
  border,
});

export const states: Readonly<Record<State, StateLook>> = {
  ready: look('ready', 'ready', 'M2.5 6.5 5 9 9.5 3.5', 'solid'),
  attention: look('attention', 'needs attention', 'M6 2v5M6 9.6v.4', 'solid'),
  failed: look('failed', 'failed', 'M3 3l6 6M9 3l-6 6', 'solid'),
  waiting: look('waiting', 'waiting', 'M2.5 6h7', 'dashed'),
  leaving: look('leaving', 'leaving', 'M2.5 4.3h7M2.5 7.7h7', 'dotted'),
};
