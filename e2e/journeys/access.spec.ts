/** What others may do, and kinds that the design itself brings. */
import { expect, test } from '../hosts/drydock.ts';
import { deployment } from './manifests.ts';
import { Window } from './window.ts';

const VIEWER = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: jane-views}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
`;

const CRON_TABS = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct]}
  versions:
    - name: v1
      served: true
      storage: true
      subresources: {status: {}}
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [cronSpec, replicas]
              x-kubernetes-validations: [{rule: "self.replicas < 8 || has(self.owner)", message: many have an owner}]
              properties:
                cronSpec: {type: string, minLength: 1}
                replicas: {type: integer, minimum: 1, maximum: 10}
                owner: {type: string}
            status: {type: object, properties: {phase: {type: string}}}
`;

test('who acts as somebody else is refused what they may not do, in the words of Kubernetes', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.dropText('access.yaml', `${VIEWER}---\n${deployment('web')}`);
  await window.confirmImport();
  await window.bar.getByRole('button', { name: /^as kubernetes-admin/ }).click();
  await page.getByRole('button', { name: 'jane', exact: true }).click();
  await expect(window.bar.getByRole('button', { name: 'as jane' })).toBeVisible();

  await window.select('Deployment', 'web');
  await window.fill('Replicas', '2');
  await expect(
    window.inspector
      .getByText(
        'deployments.apps "web" is forbidden: User "jane" cannot update resource "deployments" in API group "apps" in the namespace "default"',
      )
      .first(),
  ).toBeVisible();
  await window.inspector.getByRole('button', { name: 'Discard' }).click();
  await window.box('Deployment', 'web').focus();
  await page.keyboard.press('Delete');
  await expect(
    page
      .getByText(
        'deployments.apps "web" is forbidden: User "jane" cannot delete resource "deployments" in API group "apps" in the namespace "default"',
      )
      .first(),
  ).toBeVisible();
  await expect(window.box('Deployment', 'web')).toHaveCount(1);

  await window.bar.getByRole('button', { name: 'as jane' }).click();
  await page.getByRole('button', { name: 'kubernetes-admin', exact: true }).click();
  await window.box('Deployment', 'web').focus();
  await page.keyboard.press('Delete');
  await expect(window.box('Deployment', 'web')).toHaveCount(0);
});

test('a kind that a CustomResourceDefinition brings can be added and is held to its schema', async ({ start }) => {
  const { page } = await start();
  const window = new Window(page);
  await window.newDesign();
  await window.dropText('crontabs.yaml', CRON_TABS);
  await window.confirmImport();
  await window.playFast();
  await window.add('CronTab', 400, 200);
  await expect(window.inspector.getByRole('heading', { name: 'crontab', exact: true })).toBeVisible();
  await expect(window.inspector).toContainText('CronTab · stable.example.com/v1');
  await window.fill('replicas', '11');
  await expect(window.inspector.getByRole('alert')).toHaveText('At most 10.');
  await window.fill('replicas', '7');
  await expect(window.inspector.getByRole('alert')).toHaveCount(0);
  await window.tab('YAML');
  await expect(window.yaml).toContainText('replicas: 7');
  await page.getByRole('tab', { name: 'Console' }).click();
  await page.getByRole('combobox', { name: 'Command' }).fill('patch crontab crontab --type=merge -p \'{"spec":{"replicas":11}}\'');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log', { name: 'Output' })).toContainText(
    'spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10',
  );

  await window.tab('Form');
  await window.fill('replicas', '9');
  await expect(window.inspector.getByRole('alert')).toContainText(
    'CronTab.stable.example.com "crontab" is invalid: spec: Invalid value: many have an owner',
  );
  await window.inspector.getByRole('region', { name: 'Spec' }).getByRole('combobox', { name: 'Add a field' }).selectOption('owner');
  await window.fill('owner', 'jane');
  await expect(window.inspector.getByRole('alert')).toHaveCount(0);
  const command = async (text: string) => {
    await page.getByRole('combobox', { name: 'Command' }).fill(text);
    await page.keyboard.press('Enter');
  };
  await command('patch crontab crontab --subresource=status --type=merge -p \'{"status":{"phase":"Idle"}}\'');
  await window.tab('Status');
  await expect(window.inspector.getByRole('region', { name: 'CronTab' })).toContainText('Idle');
  await command('delete crd crontabs.stable.example.com');
  await expect(window.box('CronTab', 'crontab')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add CronTab', exact: true })).toHaveCount(0);
});
