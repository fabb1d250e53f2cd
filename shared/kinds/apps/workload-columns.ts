/** Columns of the kinds that make pods from a template. Source: printers/internalversion. */
import { formatLabelSelector } from '../../api/selector.ts';
import { wide } from '../columns.ts';
import type { PrinterColumn } from '../definition.ts';
import type { LabelSelector, PodTemplateSpec } from '../types.ts';

/** The wide columns for the containers of a template and their images. */
export function containerColumns<T>(template: (o: T) => PodTemplateSpec | undefined): readonly PrinterColumn<T>[] {
  const list = (o: T, field: 'name' | 'image') => (template(o)?.spec?.containers ?? []).map((c) => c[field] ?? '').join(',');
  return [
    wide('Containers', '', (o) => list(o, 'name'), { description: 'Names of each container in the template.' }),
    wide('Images', '', (o) => list(o, 'image'), { description: 'Images referenced by each container in the template.' }),
  ];
}

/** The wide column for the selector. */
export function selectorColumn<T>(describes: string, selector: (o: T) => LabelSelector | undefined): PrinterColumn<T> {
  return wide('Selector', describes, (o) => formatLabelSelector(selector(o)));
}
