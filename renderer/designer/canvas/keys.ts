/** The keyboard on the canvas: arrows go from box to box, with Alt they move what is selected, with Shift too they resize it. */
import type { Direction } from './neighbours.ts';
import type { Point } from './route.ts';

/** What keys do. */
export interface KeyPorts {
  go(to: Direction): void;
  nudge(by: Point): void;
  resize(by: Point): void;
  inspect(): void;
  play(): void;
}

const ARROWS: Readonly<Record<string, { readonly to: Direction; readonly by: Point }>> = {
  ArrowLeft: { to: 'left', by: { x: -8, y: 0 } },
  ArrowRight: { to: 'right', by: { x: 8, y: 0 } },
  ArrowUp: { to: 'up', by: { x: 0, y: -8 } },
  ArrowDown: { to: 'down', by: { x: 0, y: 8 } },
};

/** Takes a key that is the canvas' own; what is typed into a control on it is not. */
export function takeKey(e: KeyboardEvent, ports: KeyPorts): void {
  const arrow = ARROWS[e.key];
  if (e.target instanceof Element && e.target.closest('button, input, [role=menu]')) return;
  if (arrow && e.altKey && e.shiftKey) ports.resize(arrow.by);
  else if (arrow && e.altKey) ports.nudge(arrow.by);
  else if (arrow && !e.ctrlKey && !e.metaKey) ports.go(arrow.to);
  else if (e.key === 'Enter') ports.inspect();
  else if (e.code === 'Space') ports.play();
  else return;
  e.preventDefault();
  e.stopPropagation();
}
