import { expect, test } from 'vitest';
import { best, score } from './search.ts';

const find = (query: string, ...all: string[]) => best(all, query, (t) => t, 10);

test('the beginning of a word counts more than its middle', () => {
  expect(find('exp', 'Next page', 'Show the explorer', 'Export YAML…', 'unexpected')).toEqual([
    'Export YAML…',
    'Show the explorer',
    'unexpected',
  ]);
});

test('every word has to be there, in any order', () => {
  expect(find('yaml exp', 'Export YAML…', 'Import YAML…')).toEqual(['Export YAML…']);
});

test('initials will do where no word fits, after everything else', () => {
  expect(find('npd', 'Node pool dialog', 'npd settings')).toEqual(['npd settings', 'Node pool dialog']);
  expect(score('xyz', 'Export')).toBeUndefined();
});

test('nothing asked finds everything as it comes', () => {
  expect(find('', 'b', 'a')).toEqual(['b', 'a']);
});
