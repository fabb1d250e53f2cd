/** The icons of kinds as paths: the same components as everywhere, drawn once out of sight and read back. */
import { flushSync, mount, unmount } from 'svelte';
import { iconOf } from '../../../ui/icons.ts';

const known = new Map<string, Path2D>();

/** The icon of a kind in a 24×24 box, to be stroked 2 wide. */
export function iconPath(kind: string): Path2D {
  let path = known.get(kind);
  if (!path) known.set(kind, (path = draw(kind)));
  return path;
}

function draw(kind: string): Path2D {
  const target = document.createElement('div');
  const icon = mount(iconOf(kind), { target });
  flushSync();
  const path = new Path2D();
  for (const e of target.querySelectorAll('svg > *')) add(path, e);
  void unmount(icon);
  return path;
}

function add(path: Path2D, e: Element): void {
  const n = (name: string, otherwise = 0) => Number(e.getAttribute(name) ?? otherwise);
  switch (e.tagName.toLowerCase()) {
    case 'path':
      return path.addPath(new Path2D(e.getAttribute('d') ?? ''));
    case 'line':
      path.moveTo(n('x1'), n('y1'));
      return path.lineTo(n('x2'), n('y2'));
    case 'rect':
      return path.roundRect(n('x'), n('y'), n('width'), n('height'), n('rx'));
    case 'circle':
      path.moveTo(n('cx') + n('r'), n('cy'));
      return path.arc(n('cx'), n('cy'), n('r'), 0, 2 * Math.PI);
    case 'ellipse':
      path.moveTo(n('cx') + n('rx'), n('cy'));
      return path.ellipse(n('cx'), n('cy'), n('rx'), n('ry'), 0, 0, 2 * Math.PI);
    case 'polyline':
    case 'polygon': {
      const points = (e.getAttribute('points') ?? '')
        .trim()
        .split(/[\s,]+/)
        .map(Number);
      for (let i = 0; i + 1 < points.length; i += 2) path[i === 0 ? 'moveTo' : 'lineTo'](points[i] as number, points[i + 1] as number);
      if (e.tagName.toLowerCase() === 'polygon') path.closePath();
      return undefined;
    }
    default:
      return undefined;
  }
}
