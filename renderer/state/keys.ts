/** Shortcuts: how they are written ('Mod+Shift+Z'), shown and matched. Mod is ⌘ on a Mac and Ctrl elsewhere. */

/** Of a keyboard event, what decides. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'metaKey' | 'ctrlKey' | 'altKey' | 'shiftKey'>;

const SHOWN: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Delete: 'Del',
  Space: 'Space',
  Enter: '↵',
};
const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
const PC: Readonly<Record<string, string>> = { Mod: 'Ctrl', Shift: 'Shift', Alt: 'Alt' };

/** A shortcut as a tooltip or menu shows it: '⇧⌘Z', 'Ctrl+Shift+Z'. */
export function formatKeys(keys: string, mac: boolean): string {
  const parts = split(keys);
  const key = parts.pop() as string;
  const shown = SHOWN[key] ?? key.toUpperCase();
  if (!mac) return [...parts.map((m) => PC[m] ?? m), SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key)].join('+');
  return (
    ['Alt', 'Shift', 'Mod']
      .filter((m) => parts.includes(m))
      .map((m) => MAC[m])
      .join('') + shown
  );
}

/** Does a key press mean this shortcut? */
export function matches(keys: string, e: KeyPress, mac: boolean): boolean {
  const parts = split(keys);
  const key = parts.pop() as string;
  const mod = mac ? e.metaKey : e.ctrlKey;
  const other = mac ? e.ctrlKey : e.metaKey;
  if (mod !== parts.includes('Mod') || other || e.altKey !== parts.includes('Alt')) return false;
  // '?' and the like are typed with Shift on some keyboards and without on others.
  const symbol = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!symbol && e.shiftKey !== parts.includes('Shift')) return false;
  if (key === 'Space') return e.code === 'Space';
  return e.key.toLowerCase() === key.toLowerCase();
}

/** '+' itself may be the key: 'Mod++'. */
function split(keys: string): string[] {
  return keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys === '+' ? ['+'] : keys.split('+');
}
