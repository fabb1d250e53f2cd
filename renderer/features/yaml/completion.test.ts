import { expect, test } from 'vitest';
import { ofStructural } from '../../designer/inspector/form/custom-schema.ts';
import { schemaOfType, type FormSchema } from '../../designer/inspector/form/form-schema.ts';
import { objectAt, placeAt, valuesOf } from './completion.ts';

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
  expect(at('spec:\n  containers:\n  - name: web\n    ports:\n    - containerPort: 80\n      |')).toEqual({
    path: 'spec.containers.ports',
    siblings: ['containerPort'],
  });
  expect(at('spec:\n  containers:\n  - name: web\n    resources:\n      |')).toEqual({ path: 'spec.containers.resources', siblings: [] });
});

test('a value knows its key', () => {
  expect(at('spec:\n  hostNetwork: |')).toEqual({ path: 'spec', siblings: [], key: 'hostNetwork' });
});

test('what a place may hold comes from the schema, through lists', () => {
  const deployment = schemaOfType('Deployment') as FormSchema;
  const fields = (path: string) => objectAt(deployment, path.split('.'))?.fields();
  expect([...(fields('spec.template.spec.containers.livenessProbe.httpGet')?.keys() ?? [])]).toContain('port');
  expect(valuesOf(fields('spec.template.spec.containers')?.get('imagePullPolicy')?.schema)).toContain('IfNotPresent');
  expect(fields('spec.nothing.spec')).toBeUndefined();
});

test('a custom resource has what its own schema says', () => {
  const boat = ofStructural({
    type: 'object',
    properties: { spec: { type: 'object', properties: { flag: { type: 'string', enum: ['red'] } } } },
  });
  expect(valuesOf(objectAt(boat, ['spec'])?.fields().get('flag')?.schema)).toEqual(['red']);
});
