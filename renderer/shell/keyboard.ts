/** Which command a key press in the page means. */
import type { Command, Commands } from '../state/commands.svelte.ts';

const TEXT =
  'input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=button]), textarea, select, [contenteditable=""], [contenteditable=true]';
const CONTROL =
  'button, a[href], summary, input, [role=button], [role=menuitem], [role=option], [role=tab], [role=treeitem], [role=switch], [role=checkbox], [role=radio], [role=slider]';

/** The command for a key press that nobody nearer has dealt with. Dialogs and menus keep plain keys for themselves. */
export function commandForKey(commands: Commands, e: KeyboardEvent): Command | undefined {
  if (e.defaultPrevented || e.isComposing) return undefined;
  const target = e.target instanceof Element ? e.target : undefined;
  const text = target?.closest(TEXT) != null;
  const found = commands.forKey(e, { text, control: target?.closest(CONTROL) != null });
  const apart = target?.closest('[role=dialog], [role=menu], [role=listbox]') != null;
  return apart && !found?.inText ? undefined : found;
}
