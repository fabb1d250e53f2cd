/** ComponentStatus: the health of the control plane's parts, computed when it is asked for. */
import { column, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { ComponentStatus } from '../types.ts';

const health = (o: ComponentStatus) => o.conditions?.find((c) => c.type === 'Healthy');

export const componentStatuses = defineKind<ComponentStatus>({
  apiVersion: 'v1',
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  shortNames: ['cs'],
  namespaced: false,
  verbs: ['get', 'list'],
  deprecation: 'v1 ComponentStatus is deprecated in v1.19+',
  columns: [
    NAME,
    column(
      'Status',
      '',
      (o) => {
        const c = health(o);
        return !c ? 'Unknown' : c.status === 'True' ? 'Healthy' : 'Unhealthy';
      },
      { description: 'Status of the component conditions' },
    ),
    column('Message', '', (o) => health(o)?.message ?? '', { description: 'Message of the component conditions' }),
    column('Error', '', (o) => health(o)?.error ?? '', { description: 'Error of the component conditions' }),
  ],
});
