/** The schema of one version of a custom resource, made ready. Source: apiextensions' apiserver customresource_handler. */
import type { FieldError } from '../../api/errors.ts';
import type { ApiObject, Draft } from '../../api/object.ts';
import type { CustomResourceDefinitionVersion, JSONSchemaProps } from '../generated/types.ts';
import { validateEmbedded, validateLists } from './list-validation.ts';
import { validateRules } from './rules.ts';
import { prune, propertySchema, withSchemaDefaults } from './structural-pruning.ts';
import { validateValue } from './value-validation.ts';

/** What becomes of an object of one version, and what is said of it. */
export interface VersionSchema {
  readonly structural: JSONSchemaProps;
  unknownFields(o: object): readonly string[];
  /** Only what is specified, with its defaults. */
  complete<T extends Draft>(o: T): T;
  /** All that is wrong; `scale` is what is wrong with its scale: told before what lists and rules say. */
  validate(o: ApiObject, previous: ApiObject | undefined, scale: readonly FieldError[]): readonly FieldError[];
  validateStatus(next: ApiObject, previous: ApiObject, scale: readonly FieldError[]): readonly FieldError[];
}

export function versionSchema({ schema }: CustomResourceDefinitionVersion): VersionSchema {
  const s: JSONSchemaProps = schema?.openAPIV3Schema ?? {};
  const status = propertySchema(s, 'status');
  const statusOf = (o: ApiObject) => (o as { readonly status?: unknown }).status;
  const withRules = (errors: readonly FieldError[], o: ApiObject, previous: ApiObject | undefined) => [
    ...errors,
    ...validateRules(o, s, previous, errors),
  ];
  const lists = (o: ApiObject, previous: ApiObject | undefined) => {
    const wrong = validateLists(o, s);
    return wrong.length && previous && validateLists(previous, s).length ? [] : wrong;
  };
  return {
    structural: s,
    unknownFields(o) {
      const unknown: string[] = [];
      prune(o, s, (path) => {
        unknown.push(path);
      });
      return unknown.sort();
    },
    complete: (o) => withSchemaDefaults(prune(o, s), s),
    validate: (o, previous, scale) =>
      withRules([...validateValue(o, s, '', previous), ...scale, ...validateEmbedded(o, s), ...lists(o, previous)], o, previous),
    validateStatus: (next, previous, scale) =>
      withRules(
        [
          ...(status && statusOf(next) !== undefined ? validateValue(statusOf(next), status, 'status', statusOf(previous)) : []),
          ...scale,
          ...lists(next, previous),
        ],
        next,
        previous,
      ),
  };
}
