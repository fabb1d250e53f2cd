/** Tooltips: an attachment says what one shows; Tooltip.svelte shows it. */
import type { Attachment } from 'svelte/attachments';

/** What a tooltip says, and the shortcut it names. */
export interface Tip {
  readonly text: string;
  readonly keys: string;
}

const tips = new WeakMap<Element, Tip>();

/** `{@attach tip('Play', 'Space')}`: a tooltip on hover and on keyboard focus. The element still needs a name of its own. */
export function tip(text: string, keys = ''): Attachment {
  return (element) => {
    tips.set(element, { text, keys });
    return () => tips.delete(element);
  };
}

/** The nearest element at or above `from` that has a tooltip. */
export function tipAt(from: EventTarget | null): { element: Element; tip: Tip } | undefined {
  for (let e = from instanceof Element ? from : null; e; e = e.parentElement) {
    const t = tips.get(e);
    if (t) return { element: e, tip: t };
  }
  return undefined;
}
