import { expect, test } from 'vitest';
import { map, MAPS, METADATA, TABLE, wire } from '../../testing/wire.ts';

const { ask } = wire();

test('tables and metadata are forms of the same objects', () => {
  ask('POST', MAPS, map('a', { x: 'y' }));
  const table = ask('GET', MAPS, undefined, { accept: TABLE }).body;
  expect(table).toMatchObject({
    kind: 'Table',
    rows: [{ cells: ['a', 0, expect.anything()], object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } } }],
  });
  expect(ask('GET', `${MAPS}?includeObject=None`, undefined, { accept: TABLE }).body.rows[0]).not.toHaveProperty('object');
  expect(ask('GET', MAPS, undefined, { accept: METADATA }).body).toMatchObject({
    kind: 'PartialObjectMetadataList',
    items: [{ metadata: { labels: { x: 'y' } } }],
  });
  expect(ask('GET', MAPS, undefined, { accept: 'text/html' }).status).toBe(406);
});

test('YAML is written as Go writes it', () => {
  ask('POST', MAPS, { ...map('a', { on: 'yes' }), data: { z: '1', b: 'x\ny\n' } });
  const text = ask('GET', `${MAPS}/a`, undefined, { accept: 'application/yaml' }).body as unknown as string;
  expect(text).toMatch(
    /^apiVersion: v1\ndata:\n {2}b: \|\n {4}x\n {4}y\n {2}z: "1"\nkind: ConfigMap\nmetadata:\n {2}creationTimestamp: "\d{4}-/,
  );
  expect(text).toContain('\n  labels:\n    "on": "yes"\n');
});

test('a table that nobody can make is refused, and only a table', () => {
  const why =
    "Unable to convert to Table as requested: includeObject: Invalid value: \"x\": must be 'Metadata', 'Object', 'None', or empty";
  expect(ask('GET', `${MAPS}?includeObject=x`, undefined, { accept: TABLE })).toMatchObject({ status: 400, body: { message: why } });
  expect(ask('GET', `${MAPS}?includeObject=x`).status).toBe(200);
});

test('who wants what is not served is told what is', () => {
  expect(ask('GET', MAPS, undefined, { accept: 'text/html' }).body.message).toBe(
    'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  );
  expect(ask('GET', MAPS, undefined, { accept: 'application/vnd.kubernetes.protobuf' }).body.message).toBe(
    'only the following media types are accepted: application/json, application/yaml',
  );
});

test('the heads of columns say what Kubernetes prints, which is not always what the version says', () => {
  const said = (path: string) =>
    Object.fromEntries(
      (
        ask('GET', path, undefined, { accept: TABLE }).body as { columnDefinitions: { name: string; description: string }[] }
      ).columnDefinitions.map((d) => [d.name, d.description]),
    );
  expect(said('/apis/apps/v1/daemonsets')).toMatchObject({
    Ready: 'The number of nodes that should be running the daemon pod and have one or more of the daemon pod running and ready.',
    Selector: expect.stringContaining('If empty, defaulted to labels on Pod template.'),
  });
  expect(said('/apis/apps/v1/deployments')['Selector']).toMatch(/affected by this deployment\.$/);
});
