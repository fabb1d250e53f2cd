import { expect, test } from 'vitest';
import { acceptable, join, split, withExtension } from './paths.ts';

const save = { ask: 'save', what: 'document', suggested: 'x' } as const;

test('paths are put together and taken apart as the machine writes them', () => {
  expect([join('/home/me', 'a.yaml'), join('/', 'a'), join('C:\\designs', 'a')]).toEqual(['/home/me/a.yaml', '/a', 'C:\\designs\\a']);
  expect([split('/home/me/a.yaml'), split('/a'), split('C:\\designs\\a')]).toEqual([
    { folder: '/home/me', name: 'a.yaml' },
    { folder: '/', name: 'a' },
    { folder: 'C:\\designs', name: 'a' },
  ]);
});

test('a design keeps its extension, and only what fits the question can be chosen', () => {
  expect([withExtension(save, 'shop'), withExtension(save, 'shop.drydock')]).toEqual(['shop.drydock', 'shop.drydock']);
  expect([
    acceptable({ ask: 'open', what: 'manifests' }, 'a.YML'),
    acceptable({ ask: 'open', what: 'manifests' }, 'a.png'),
    acceptable({ ask: 'open', what: 'folder' }, 'a'),
  ]).toEqual([true, false, false]);
});
