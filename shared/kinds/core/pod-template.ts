/** PodTemplate. Source: registry/core/podtemplate, core/validation ValidatePodTemplate. */
import { column, labelText, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { PodTemplate } from '../types.ts';
import { changedTemplateWarnings, defaultPodTemplateSpec, validatePodTemplateSpec } from './pod-template-spec.ts';

const list = (o: PodTemplate, field: 'name' | 'image') => (o.template?.spec?.containers ?? []).map((c) => c[field] ?? '').join(',');

export const podTemplates = defineKind<PodTemplate>({
  apiVersion: 'v1',
  kind: 'PodTemplate',
  plural: 'podtemplates',
  namespaced: true,
  generation: true,
  createOnUpdate: true,
  default(o) {
    const template = o.template && defaultPodTemplateSpec(o.template);
    return template === o.template ? o : { ...o, ...(template ? { template } : {}) };
  },
  validate: (o) => validatePodTemplateSpec(o.template ?? {}, 'template'),
  warnings: (next, previous) => changedTemplateWarnings(next, previous, next.template, 'template'),
  columns: [
    NAME,
    column('Containers', '', (o) => list(o, 'name'), { description: 'Names of each container in the template.' }),
    column('Images', '', (o) => list(o, 'image'), { description: 'Images referenced by each container in the template.' }),
    column('Pod Labels', '', (o) => labelText(o.template?.metadata?.labels), { description: 'The labels for the pod template.' }),
  ],
});
