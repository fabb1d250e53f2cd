import { expect, test } from 'vitest';
import { BridgeError } from '../../bridge/index.ts';
import { refusalsOf } from './refusals.ts';

const refused = (message: string, details?: unknown) =>
  refusalsOf(new BridgeError({ reason: 'BadRequest', message, ...(details !== undefined && { details }) }));

test('causes of a Status say their fields', () => {
  expect(refused('Deployment.apps "web" is invalid', { causes: [{ field: 'spec.replicas', message: 'Invalid value: -1' }] })).toEqual([
    { field: 'spec.replicas', message: 'spec.replicas: Invalid value: -1' },
  ]);
});

test('fields that are not known are found in the words of strict decoding', () => {
  expect(refused('strict decoding error: unknown field "spec.replica", duplicate field "spec.template.spec.containers[0].name"')).toEqual([
    { field: 'spec.replica', message: 'unknown field "spec.replica"' },
    { field: 'spec.template.spec.containers[0].name', message: 'duplicate field "spec.template.spec.containers[0].name"' },
  ]);
});

test('a value of the wrong type is found by its field', () => {
  const message =
    'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32';
  expect(refused(message)).toEqual([{ field: 'spec.replicas', message }]);
  expect(refused('no design is open')).toEqual([{ field: '', message: 'no design is open' }]);
});
