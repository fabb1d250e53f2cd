/** What is wrong with a file is said with its place and what to do about it, and nothing of it comes in. */
import { expect, test } from '../hosts/drydock.ts';
import { realManifest } from './manifests.ts';
import { Window } from './window.ts';

const map = (n: number) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m${n}\ndata:\n  a: "1"\n`;
const fifty = Array.from({ length: 50 }, (_, i) => (i === 36 ? map(i).replace('data:\n  a:', 'dat:\n  a:') : map(i)));

const BAD: readonly {
  readonly what: string;
  readonly text: string;
  readonly message: string | RegExp;
  readonly where: string;
  readonly hint: string | RegExp;
}[] = [
  {
    what: 'no YAML',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a\ndata: {}\n',
    message: /^not YAML: /,
    where: 'document 1, line 4, column',
    hint: /brackets|indentation/i,
  },
  {
    what: 'a tab',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: a\n',
    message: /^not YAML: /,
    where: 'document 1, line 4, column',
    hint: 'Indent with spaces.',
  },
  {
    what: 'no Kubernetes',
    text: 'name: build\non: push\n',
    message: 'apiVersion is missing',
    where: 'document 1, line 1, column 1',
    hint: 'This is not a Kubernetes object: one begins with apiVersion and kind.',
  },
  {
    what: 'no apiVersion',
    text: 'kind: Deployment\nmetadata: {name: a}\n',
    message: 'apiVersion is missing',
    where: 'document 1, line 1, column 1',
    hint: 'apiVersion: apps/v1',
  },
  {
    what: 'an unknown kind',
    text: 'apiVersion: apps/v1\nkind: Deploymint\nmetadata: {name: a}\n',
    message: 'no matches for kind "Deploymint" in version "apps/v1"',
    where: 'document 1, line 1, column 13',
    hint: /Deployment|CustomResourceDefinition/,
  },
  {
    what: 'too deep',
    text: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: ${'['.repeat(300)}${']'.repeat(300)}\n`,
    message: 'this is nested too deeply',
    where: 'document 1, line 5, column',
    hint: 'Values may be 200 levels deep.',
  },
  {
    what: 'a document that is too large',
    text: `${map(0)}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata:\n  a: "${'x'.repeat(9 * 2 ** 20)}"\n`,
    message: /^this document is too large/,
    where: 'document 2, line',
    hint: 'etcd takes 1.5 MB',
  },
  {
    what: 'one of fifty',
    text: fifty.join('---\n'),
    message: 'unknown field "dat"',
    where: 'document 37, line 257, column 1',
    hint: 'data',
  },
  {
    what: 'a name that Kubernetes refuses',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Not_A_Name\n',
    message: /a lowercase RFC 1123 subdomain must consist of/,
    where: 'document 1, line 4, column 9',
    hint: '',
  },
];

test('each kind of bad input is refused with its place and what to do', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  const before = await window.revision();
  for (const { what, text, message, where, hint } of BAD) {
    await test.step(what, async () => {
      await window.dropText('bad.yaml', text);
      await expect(window.importing.getByText(message).first()).toBeVisible();
      await expect(window.importing).toContainText(`bad.yaml, ${where}`);
      await expect(window.importing).toContainText(hint);
      await expect(window.importing.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
      await window.importing.getByRole('button', { name: 'Cancel' }).click();
      await expect(window.importing).toBeHidden();
    });
  }
  expect(await window.revision()).toBe(before);
  await expect(window.canvas.locator('[data-kind]')).toHaveCount(0);
});

test('a file that is too large is not read at all', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(65 * 2 ** 20)], 'huge.yaml'));
    return transfer;
  });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
  await expect(page.getByText('huge.yaml is too large to be imported: at most 64 MB a file.')).toBeVisible();
  await expect(window.importing).toBeHidden();
});

test('API versions that are no longer served are named with those that replace them; the rest can come in without', async ({ start }) => {
  const old = realManifest('cockroachdb-2018');
  test.skip(old === undefined, 'the manifests to try it on are not here');
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.drop(old as string);
  await expect(window.importing.getByText('no matches for kind "PodDisruptionBudget" in version "policy/v1beta1"')).toBeVisible();
  await expect(window.importing).toContainText('document 3, line 57, column 13');
  await expect(window.importing).toContainText('write apiVersion: policy/v1');
  await window.importing.getByRole('button', { name: 'Leave out what is wrong, import the rest' }).click();
  await expect(window.importing).toBeHidden();
  await expect(window.boxes('StatefulSet')).toHaveCount(1);
  await expect(window.boxes('PodDisruptionBudget')).toHaveCount(0);
});
