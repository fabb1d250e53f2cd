import { expect, test } from 'vitest';
import { loadSchema, placeAt, typeAt } from './completion.ts';

/** The place of `|` in a text. */
function at(text: string) {
  const [before = '', after = ''] = text.split('|');
  const { path, siblings, key } = placeAt(before, after);
  return { path: path.join('.'), siblings: [...siblings].sort(), ...(key !== undefined && { key }) };
}

test('the place is read from the indentation above', () => {
  expect(at('apiVersion: apps/v1\n|')).toEqual({ path: '', siblings: ['apiVersion'] });
  expect(at('kind: Deployment\nspec:\n  replicas: 3\n  |')).toEqual({ path: 'spec', siblings: ['replicas'] });
  expect(at('spec:\n  template:\n    spec:\n      |\n      volumes: []\n')).toEqual({ path: 'spec.template.spec', siblings: ['volumes'] });
});

test('within a list the place is in the element', () => {
  expect(at('spec:\n  containers:\n    - name: web\n      |')).toEqual({ path: 'spec.containers', siblings: ['name'] });
  expect(at('spec:\n  containers:\n    - name: web\n    - |')).toEqual({ path: 'spec.containers', siblings: [] });
  expect(at('spec:\n  containers:\n  - name: web\n    ports:\n    - containerPort: 80\n      |')).toEqual({ path: 'spec.containers.ports', siblings: ['containerPort'] });
  expect(at('spec:\n  containers:\n  - name: web\n    resources:\n      |')).toEqual({ path: 'spec.containers.resources', siblings: [] });
});

test('a value knows its key', () => {
  expect(at('spec:\n  hostNetwork: |')).toEqual({ path: 'spec', siblings: [], key: 'hostNetwork' });
});

test('the type of a place comes from the schema', async () => {
  const { schema } = await loadSchema();
  expect(typeAt(schema, 'Deployment', ['spec', 'template', 'spec', 'containers', 'livenessProbe', 'httpGet'])).toBe('HTTPGetAction');
  expect(typeAt(schema, 'Deployment', ['spec', 'nothing', 'spec'])).toBeUndefined();
});
