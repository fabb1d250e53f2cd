/** Boxes in words, for those who do not see them. */
import type { Box } from '#shared/graph/box.ts';
import { states } from '../../ui/states.ts';
import { countText } from './measure.ts';

/** 'Deployment web in shop, shop/web:1.9, 3/3, ready'. */
export function describeBox(b: Box): string {
  if (b.shape === 'missing') return `${b.kind} ${b.name} is missing${b.namespace ? ` in ${b.namespace}` : ''}`;
  const state = b.state.state === 'ready' ? states.ready.label : [states[b.state.state].label, b.state.reason].filter(Boolean).join(': ');
  return [`${b.kind} ${b.name}${b.namespace ? ` in ${b.namespace}` : ''}`, b.title === b.name ? '' : b.title, b.fact, countText(b), state]
    .filter(Boolean)
    .join(', ');
}
