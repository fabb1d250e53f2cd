import { expect, test } from 'vitest';
import { formatKeys, matches, type KeyPress } from './keys.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

test('Mod is Ctrl on a PC and Command on a Mac', () => {
  expect(matches('Mod+K', press('k', { ctrlKey: true }), false)).toBe(true);
  expect(matches('Mod+K', press('k', { metaKey: true }), false)).toBe(false);
  expect(matches('Mod+K', press('k', { metaKey: true }), true)).toBe(true);
});

test('modifiers must be those named and no others', () => {
  expect(matches('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(false);
  expect(matches('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
  expect(matches('N', press('n', { ctrlKey: true }), false)).toBe(false);
});

test('symbols match however the keyboard makes them', () => {
  expect(matches('?', press('?', { shiftKey: true }), false)).toBe(true);
  expect(matches('Mod++', press('+', { ctrlKey: true, shiftKey: true }), false)).toBe(true);
});

test('shortcuts are written as the platform writes them', () => {
  expect([
    formatKeys('Mod+Shift+Z', true),
    formatKeys('Mod+Shift+z', false),
    formatKeys('ArrowLeft', false),
    formatKeys('N', true),
  ]).toEqual(['⇧⌘Z', 'Ctrl+Shift+Z', '←', 'N']);
});
