/** Says whether a definition in a group of Kubernetes' own has been approved. Source: apiextensions' controller/apiapproval. */
import { quoted } from '#shared/api/errors.ts';
import { splitLocalKey } from '#shared/api/ref.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import { approvalState, APPROVED, isProtectedGroup } from '#shared/kinds/apiextensions/definition-approval.ts';
import type { ControllerFactory } from '../controller.ts';
import { forEach } from '../watch-rules.ts';
import { withDefinitionCondition } from './conditions.ts';

export const customResourceDefinitionApproval: ControllerFactory = () => ({
  name: 'kubernetes-api-approval-policy-conformant-condition-controller',
  watches: [forEach(customResourceDefinitions)],
  reconcile(key, client) {
    const d = client.get(customResourceDefinitions, '', splitLocalKey(key).name);
    if (!d || !isProtectedGroup(d.spec.group)) return;
    const text = d.metadata.annotations?.[APPROVED] ?? '';
    const state = approvalState(text);
    const needs = `protected groups must have approval annotation ${quoted(APPROVED)}`;
    const see = 'see https://github.com/kubernetes/enhancements/pull/1111';
    const [reason, message] = {
      missing: ['MissingAnnotation', `${needs}, ${see}`],
      bypassed: ['UnapprovedAnnotation', `not approved: ${quoted(text)}`],
      approved: ['ApprovedAnnotation', `approved in ${text}`],
      invalid: ['InvalidAnnotation', `${needs} with either a URL or a reason starting with "unapproved", ${see}`],
    }[state];
    const next = withDefinitionCondition(
      d,
      {
        type: 'KubernetesAPIApprovalPolicyConformant',
        status: state === 'approved' ? 'True' : 'False',
        reason: reason as string,
        message: message as string,
      },
      client.timestamp,
    );
    if (next !== d) client.updateStatus(customResourceDefinitions, next);
  },
});
