/** RuntimeClass. Source: node/validation ValidateRuntimeClass. */
import { duplicate, invalidEach, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label } from '../../api/names.ts';
import { validateLabels } from '../../api/selector-validation.ts';
import { AGE, column, NAME } from '../columns.ts';
import { DEPRECATED_LABELS } from '../core/node-label-warnings.ts';
import { roundedResources, validateContainerResourceName, validateResourceQuantity } from '../core/resource-names.ts';
import { validateTolerations } from '../core/toleration-validation.ts';
import { defineKind } from '../definition.ts';
import type { Toleration } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { RuntimeClass } from '../types.ts';

export const runtimeClasses = defineKind<RuntimeClass>({
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  plural: 'runtimeclasses',
  namespaced: false,
  createOnUpdate: true,
  unconditionalUpdate: false,
  default(o) {
    const podFixed = roundedResources(o.overhead?.podFixed);
    return !podFixed || podFixed === o.overhead?.podFixed ? o : { ...o, overhead: { ...o.overhead, podFixed } };
  },
  validate,
  validateUpdate: (next, previous) => [...validate(next), ...validateImmutableField(next.handler, previous.handler, 'handler')],
  warnings: (o) =>
    Object.keys(o.scheduling?.nodeSelector ?? {}).flatMap((k) =>
      DEPRECATED_LABELS[k] ? [`scheduling.nodeSelector: ${DEPRECATED_LABELS[k]}`] : [],
    ),
  columns: [NAME, column('Handler', 'RuntimeClass.handler', (o) => o.handler), AGE],
});

function validate(o: RuntimeClass): readonly FieldError[] {
  const tolerations = o.scheduling?.tolerations ?? [];
  const path = 'scheduling.tolerations';
  return [
    ...(o.handler ? invalidEach('handler', o.handler, isDNS1123Label(o.handler)) : [required('handler')]),
    ...Object.entries(o.overhead?.podFixed ?? {}).flatMap(([name, amount]) => [
      ...validateContainerResourceName(name, 'overhead.limits'),
      ...validateResourceQuantity(name, amount, `overhead.limits[${name}]`),
    ]),
    ...validateLabels(o.scheduling?.nodeSelector, 'scheduling.nodeSelector'),
    ...validateTolerations(tolerations, path),
    ...repeated(tolerations, path),
  ];
}

function repeated(tolerations: readonly Toleration[], path: string): readonly FieldError[] {
  const seen = new Set<string>();
  return tolerations.flatMap((t, i) => {
    const key = JSON.stringify([t.key ?? '', t.operator ?? '', t.value ?? '', t.effect ?? '']);
    const again = seen.has(key);
    seen.add(key);
    return again
      ? [
          duplicate(`${path}[${i}]`, {
            Key: t.key ?? '',
            Operator: t.operator ?? '',
            Value: t.value ?? '',
            Effect: t.effect ?? '',
            TolerationSeconds: t.tolerationSeconds ?? null,
          }),
        ]
      : [];
  });
}
