import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { isBroken, readManifests } from './manifest.ts';
import { rewrite } from './keep.ts';
import { writeManifest } from './write.ts';

const back = (text: string) => {
  const [m] = readManifests({ name: 'x', text });
  if (!m || isBroken(m)) throw new Error(JSON.stringify(m));
  return m.value;
};
const HEAD = { apiVersion: 'v1', kind: 'ConfigMap' };
const SEED = 20_260;

test(`whatever is written is read back as it was, by kubectl and by YAML 1.1 and 1.2 (seed ${SEED})`, () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      'yes',
      'on',
      'n',
      'null',
      '~',
      '',
      '0644',
      '1e3',
      '1_000',
      '12:30:45',
      '2020-01-01',
      '0x1f',
      '.inf',
      '<<',
      '=',
      '- a',
      'a: b',
      '# c',
      ' x ',
      'a\nb\n',
      '\n',
      'a\n\n',
      '  a\nb',
      '---',
      '0o17',
      '08',
      '"',
      "'",
      '{{ x }}',
    ),
  );
  fc.assert(
    fc.property(
      fc.dictionary(
        text,
        fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 }), fc.dictionary(text, text, { maxKeys: 3 })),
        { maxKeys: 5 },
      ),
      (data) => {
        const o = { ...HEAD, data };
        const written = writeManifest(o);
        expect(back(written)).toEqual(o);
        for (const version of ['1.1', '1.2'] as const) expect(parse(written, { version })).toEqual(o);
      },
    ),
    { seed: SEED, numRuns: 300 },
  );
});

const SOURCE = `# what it is
apiVersion: v1
kind: Service # a service
metadata:
  name: 'web'
  labels: {app: web}   # by hand
spec:
  # how it is reached
  ports:
  - name: http # plain
    port: 80
  - name: https
    port: 443
  selector:
    app: web
`;

test('a text that says it already stays to the letter', () => {
  expect(rewrite(SOURCE, back(SOURCE))).toBe(SOURCE);
});

test('what changed is written in; comments, order and the rest stay', () => {
  const v = back(SOURCE) as any;
  const next = {
    ...v,
    spec: { ...v.spec, type: 'NodePort', ports: [{ name: 'https', port: 8443 }, v.spec.ports[0], { name: 'admin', port: 9000 }] },
  };
  expect(rewrite(SOURCE, next)).toBe(
    SOURCE.replace(
      '  - name: http # plain\n    port: 80\n  - name: https\n    port: 443\n',
      '  - name: https\n    port: 8443\n  - name: http # plain\n    port: 80\n  - name: admin\n    port: 9000\n',
    )
      .replace('    app: web\n', '    app: web\n  type: NodePort\n')
      .replace('   # by hand', ' # by hand'),
  );
});

test('text that only kubectl reads as text is put in quotes', () => {
  expect(rewrite('apiVersion: v1\nkind: A\nat: 12:30\n', { apiVersion: 'v1', kind: 'A', at: '12:30' })).toBe(
    'apiVersion: v1\nkind: A\nat: "12:30"\n',
  );
});
