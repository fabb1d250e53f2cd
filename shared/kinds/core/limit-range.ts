/** LimitRange. Source: core/v1 SetDefaults_LimitRangeItem, core/validation ValidateLimitRange. */
import { duplicate, forbiddenField, invalid, required, type FieldError } from '../../api/errors.ts';
import { equal } from '../../api/json.ts';
import { isQualifiedName } from '../../api/names.ts';
import { compareQuantity, formatQuantity, parseQuantity, type Quantity } from '../../api/quantity.ts';
import { CREATED_AT, NAME } from '../columns.ts';
import { defineKind } from '../definition.ts';
import type { LimitRange } from '../types.ts';
import type { LimitRangeItem } from '../generated/types.ts';
import {
  isOvercommitAllowed,
  roundedResources,
  validateContainerResourceName,
  validateResourceName,
  type ResourceList,
} from './resource-names.ts';

export const limitRanges = defineKind<LimitRange>({
  apiVersion: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  shortNames: ['limits'],
  namespaced: true,
  metadataChecks: 'M',
  createOnUpdate: true,
  default(o) {
    const limits = o.spec?.limits?.map(withDefaults);
    return !limits || equal(limits, o.spec.limits) ? o : { ...o, spec: { ...o.spec, limits } };
  },
  validate,
  validateUpdate: validate,
  columns: [NAME, CREATED_AT],
});

const LISTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** A container's default limit is at most its maximum, its default request at most that limit, or its minimum. */
function withDefaults(item: LimitRangeItem): LimitRangeItem {
  const lists: Partial<Record<(typeof LISTS)[number], ResourceList>> = {};
  for (const k of LISTS) if (item[k]) lists[k] = roundedResources(item[k]);
  if (item.type !== 'Container') return { ...item, ...lists };
  const limit = { ...lists.max, ...lists.default };
  const request = { ...lists.min, ...limit, ...lists.defaultRequest };
  return {
    ...item,
    ...lists,
    ...(Object.keys(limit).length ? { default: limit } : {}),
    ...(Object.keys(request).length ? { defaultRequest: request } : {}),
  };
}

function validate(o: LimitRange): readonly FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  o.spec?.limits?.forEach((item, i) => {
    const path = `spec.limits[${i}]`;
    errors.push(...validateType(item.type, `${path}.type`));
    if (seen.has(item.type)) errors.push(duplicate(`${path}.type`, item.type));
    seen.add(item.type);
    errors.push(...validateItem(item, path));
  });
  return errors;
}

function validateType(type: string, path: string): readonly FieldError[] {
  const complaints = isQualifiedName(type);
  if (complaints.length) return complaints.map((m) => invalid(path, type, m));
  return type.includes('/') || ['Pod', 'Container', 'PersistentVolumeClaim'].includes(type)
    ? []
    : [invalid(path, type, 'must be a standard limit type or fully qualified')];
}

function validateItem(item: LimitRangeItem, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  const take = (list: (typeof LISTS)[number]) => {
    for (const name of Object.keys(item[list] ?? {})) {
      const check = item.type === 'Pod' || item.type === 'Container' ? validateContainerResourceName : validateResourceName;
      errors.push(...check(name, `${path}.${list}[${name}]`));
      names.add(name);
    }
  };
  take('max');
  take('min');
  if (item.type === 'Pod')
    for (const list of ['default', 'defaultRequest'] as const) {
      if (Object.keys(item[list] ?? {}).length) errors.push(forbiddenField(`${path}.${list}`, "may not be specified when `type` is 'Pod'"));
    }
  else {
    take('default');
    take('defaultRequest');
  }
  if (item.type === 'PersistentVolumeClaim' && !item.min?.['storage'] && !item.max?.['storage'])
    errors.push(required(`${path}.limits`, 'either minimum or maximum storage value is required, but neither was provided'));
  take('maxLimitRequestRatio');
  const forPod = item.type === 'Pod' ? { ...item, default: undefined, defaultRequest: undefined } : item;
  for (const name of names) errors.push(...validateAmounts(forPod as LimitRangeItem, name, path));
  return errors;
}

/** How the amounts of one resource must lie to each other. */
function validateAmounts(item: LimitRangeItem, name: string, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const amount = (list: (typeof LISTS)[number]): Quantity | undefined => {
    const text = item[list]?.[name];
    return text === undefined ? undefined : parseQuantity(text);
  };
  const [min, max, limit, request, ratio] = [
    amount('min'),
    amount('max'),
    amount('default'),
    amount('defaultRequest'),
    amount('maxLimitRequestRatio'),
  ];
  const above = (a: Quantity | undefined, b: Quantity | undefined): boolean =>
    a !== undefined && b !== undefined && compareQuantity(a, b) > 0;
  const text = (q: Quantity | undefined) => (q ? formatQuantity(q) : '0');
  const wrong = (list: string, shown: Quantity | undefined, why: string) =>
    errors.push(invalid(`${path}.${list}[${name}]`, text(shown), why));
  if (above(min, max)) wrong('min', min, `min value ${text(min)} is greater than max value ${text(max)}`);
  if (above(min, request))
    wrong('defaultRequest', request, `min value ${text(min)} is greater than default request value ${text(request)}`);
  if (above(request, max))
    wrong('defaultRequest', request, `default request value ${text(request)} is greater than max value ${text(max)}`);
  if (above(request, limit))
    wrong('defaultRequest', request, `default request value ${text(request)} is greater than default limit value ${text(limit)}`);
  if (above(min, limit)) wrong('default', min, `min value ${text(min)} is greater than default value ${text(limit)}`);
  if (above(limit, max)) wrong('default', max, `default value ${text(limit)} is greater than max value ${text(max)}`);
  if (above(ONE, ratio)) wrong('maxLimitRequestRatio', ratio, `ratio ${text(ratio)} is less than 1`);
  if (ratio && min && max) {
    const most = Number(max.nano) / Number(min.nano);
    if (Number(ratio.nano) / 1e9 > most)
      wrong('maxLimitRequestRatio', ratio, `ratio ${text(ratio)} is greater than max/min = ${most.toFixed(6)}`);
  }
  if (!isOvercommitAllowed(name) && limit && request && compareQuantity(limit, request) !== 0)
    wrong('defaultRequest', request, `default value ${text(limit)} must equal to defaultRequest value ${text(request)} in ${name}`);
  return errors;
}

const ONE = parseQuantity('1');
