/**
 * Accepts the names of a definition and declares it established; what frees a name wakes those that wait for it.
 * Source: apiextensions' controller/status naming_controller, controller/establish.
 */
import { equal } from '#shared/api/json.ts';
import { localKey, splitLocalKey } from '#shared/api/ref.ts';
import { acceptNames } from '#shared/kinds/apiextensions/accepted-names.ts';
import { customResourceDefinitions } from '#shared/kinds/apiextensions/custom-resource-definition.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import type { CustomResourceDefinition } from '#shared/kinds/types.ts';
import type { ControllerFactory } from '../controller.ts';
import { forEach } from '../watch-rules.ts';
import { conditionIs, withDefinitionCondition } from './conditions.ts';

export const customResourceDefinitionNaming: ControllerFactory = () => ({
  name: 'crd-naming-condition-controller',
  watches: [
    forEach(customResourceDefinitions),
    {
      // names are freed by what is deleted or renamed
      resource: resourceOf(customResourceDefinitions),
      *keys({ before, after }, client) {
        const was = before as CustomResourceDefinition | undefined;
        const is = after as CustomResourceDefinition | undefined;
        if (!was || equal(was.status.acceptedNames, is?.status.acceptedNames)) return;
        for (const o of client.list(customResourceDefinitions))
          if (o.spec.group === was.spec.group && conditionIs(o, 'NamesAccepted', 'False')) yield localKey('', o.metadata.name);
      },
    },
  ],
  reconcile(key, client) {
    const d = client.get(customResourceDefinitions, '', splitLocalKey(key).name);
    if (!d) return;
    const { names, conflict } = acceptNames(d, client.list(customResourceDefinitions));
    const now = client.timestamp;
    let next: CustomResourceDefinition = names === d.status.acceptedNames ? d : { ...d, status: { ...d.status, acceptedNames: names } };
    next = withDefinitionCondition(
      next,
      {
        type: 'NamesAccepted',
        status: conflict ? 'False' : 'True',
        reason: conflict?.reason ?? 'NoConflicts',
        message: conflict?.message ?? 'no conflicts found',
      },
      now,
    );
    if (!conflict) {
      if (!conditionIs(next, 'Established', 'True'))
        next = withDefinitionCondition(
          next,
          { type: 'Established', status: 'True', reason: 'InitialNamesAccepted', message: 'the initial names have been accepted' },
          now,
        );
    } else if (!next.status.conditions?.some((c) => c.type === 'Established'))
      next = withDefinitionCondition(
        next,
        { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' },
        now,
      );
    if (next !== d) client.updateStatus(customResourceDefinitions, next);
  },
});
