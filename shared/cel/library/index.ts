/** All functions that Kubernetes 1.36 knows. Source: apiserver's cel/environment base.go. */
import type { Overload } from '../overload.ts';
import { CONVERSIONS } from './conversions.ts';
import { KUBERNETES } from './kubernetes.ts';
import { LISTS } from './lists.ts';
import { OPERATORS } from './operators.ts';
import { OPTIONALS } from './optionals.ts';
import { STRINGS } from './strings.ts';
import { TIMES } from './times.ts';

/** The ways to call a function, by its name. */
export const LIBRARY: ReadonlyMap<string, readonly Overload[]> = Map.groupBy(
  [...OPERATORS, ...CONVERSIONS, ...STRINGS, ...LISTS, ...TIMES, ...OPTIONALS, ...KUBERNETES],
  (o) => o.name,
);
