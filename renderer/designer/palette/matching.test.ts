import { expect, test } from 'vitest';
import { addables } from '../model/kinds/index.ts';
import { matching } from './matching.ts';

const labels = (query: string) => matching(addables, query).flatMap((g) => g.items.map((i) => i.label));

test('kinds are found by name, by short name and by what they are for', () => {
  expect(labels('pdb')).toEqual(['Disruption budget']);
  expect(labels('autosc')).toEqual(['Autoscaler', 'NodePool']);
  expect(labels('load bal')).toEqual(['Service']);
  expect(labels('nothing like it')).toEqual([]);
});

test('without a word everything is there, in groups', () => {
  expect(matching(addables, ' ').map((g) => g.group)).toEqual(['Workloads', 'Network', 'Config & access', 'Storage & scaling', 'Cluster']);
  expect(labels('')).toHaveLength(addables.length);
});
