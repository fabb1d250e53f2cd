/** CSINode. Source: storage/validation ValidateCSINode. */
import { duplicate, invalid, invalidEach, required, type FieldError } from '../../api/errors.ts';
import { byteLength, isQualifiedName } from '../../api/names.ts';
import { AGE, column, NAME } from '../columns.ts';
import { validateCSIDriverName } from '../core/persistent-volume-source.ts';
import { defineKind } from '../definition.ts';
import type { CSINodeDriver } from '../generated/types.ts';
import { validateImmutableField } from '../immutable.ts';
import type { CSINode } from '../types.ts';

export const csiNodes = defineKind<CSINode>({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSINode',
  plural: 'csinodes',
  namespaced: false,
  unconditionalUpdate: false,
  validate,
  validateUpdate: (next, previous) => [
    ...validate(next),
    ...drivers(previous).flatMap((old) =>
      drivers(next)
        .filter((d) => d.name === old.name)
        .flatMap((d) => validateImmutableField(fixed(d), fixed(old), 'spec.drivers')),
    ),
  ],
  columns: [
    NAME,
    column('Drivers', '', (o) => drivers(o).length, {
      type: 'integer',
      description: 'Drivers indicates the number of CSI drivers registered on the node',
    }),
    AGE,
  ],
});

function drivers(o: CSINode): readonly CSINodeDriver[] {
  return o.spec.drivers ?? [];
}

/** A driver but for the number of volumes it may attach, which changes. */
const fixed = (d: CSINodeDriver) => ({ Name: d.name, NodeID: d.nodeID, TopologyKeys: d.topologyKeys ?? null, Allocatable: null });

function validate(o: CSINode): readonly FieldError[] {
  const names = new Set<string>();
  return drivers(o).flatMap((d, i) => {
    const path = `spec.drivers[${i}]`;
    const count = d.allocatable?.count;
    const errors: FieldError[] = [...validateCSIDriverName(d.name, `${path}.name`)];
    if (!d.nodeID) errors.push(required(`${path}.nodeID`));
    if (byteLength(d.nodeID) > 256) errors.push(invalid(`${path}.nodeID`, d.nodeID, 'must be 256 characters or less'));
    if (count !== undefined && count < 0) errors.push(invalid(`${path}.allocatable.count`, count, 'must be greater than or equal to 0'));
    if (names.has(d.name)) errors.push(duplicate(`${path}.name`, d.name));
    names.add(d.name);
    const keys = d.topologyKeys ?? [];
    keys.forEach((key, k) =>
      errors.push(
        ...(key ? [] : [required(path)]),
        ...(keys.indexOf(key) < k ? [duplicate(path, key)] : []),
        ...invalidEach(path, key, isQualifiedName(key)),
      ),
    );
    return errors;
  });
}
