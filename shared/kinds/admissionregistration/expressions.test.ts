import { describe, expect, test } from 'vitest';
import { STRING } from '../../cel/types.ts';
import { expressionComplaint, readVariables, TEXT, TEXT_OR_NULL, TRUTH } from './expressions.ts';

describe('expressions of policies', () => {
  const sight = { params: true, authorizer: true, variables: new Map([['env', STRING]]) };

  test.each([
    'object.spec.replicas <= 5',
    'object.spec.replicas <= params.maxReplicas',
    "has(object.metadata.labels) && 'env' in object.metadata.labels",
    "variables.env == 'prod' || request.operation in ['CREATE', 'UPDATE']",
    "!object.spec.template.spec.containers.exists(c, c.image.endsWith(':latest'))",
    "request.userInfo.groups.exists(g, g == 'system:masters')",
    "namespaceObject.metadata.?labels['team'].orValue('') != ''",
    'oldObject == null || object.spec.replicas >= oldObject.spec.replicas',
    "authorizer.group('').resource('pods').check('create').allowed()",
    "request.dryRun || string(object.spec.replicas).matches('^[0-9]+$')",
    'object.spec.?paused.orValue(false) == false && object.metadata.name.startsWith(namespaceObject.metadata.name)',
  ])('%s is read', (text) => expect(expressionComplaint(text, sight, TRUTH)).toBeUndefined());

  test.each([
    ['object.spec.replicas', TRUTH, 'must evaluate to bool but got dyn'],
    ['1 + 1', TEXT_OR_NULL, 'must evaluate to one of [string null_type] but got int'],
    ['params.a == 1 &&', TRUTH, expect.stringMatching(/^compilation failed: ERROR: <input>:1:17: Syntax error/)],
    ["request.verb == 'x'", TRUTH, "compilation failed: ERROR: <input>:1:8: undefined field 'verb'\n | request.verb == 'x'\n | .......^"],
  ] as const)('%s is not', (text, results, why) => expect(expressionComplaint(text, sight, results)).toEqual(why));

  test('without parameters nobody speaks of them, nor of variables that come later', () => {
    expect(expressionComplaint("params.x == 'y'", {}, TRUTH)).toContain("undeclared reference to 'params' (in container '')");
    const { complaints, types } = readVariables(
      [
        { name: 'a', expression: "'x' + variables.b" },
        { name: 'b', expression: "'y'" },
        { name: 'c', expression: 'variables.b.size()' },
      ],
      {},
    );
    expect([
      complaints.map((c) => c?.includes("undefined field 'b'")),
      [...types.keys()],
      expressionComplaint('variables.b', { variables: types }, TEXT),
    ]).toEqual([[true, undefined, undefined], ['b', 'c'], undefined]);
  });
});
