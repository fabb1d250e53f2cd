/** Which requests a flow schema is for. Source: flowcontrol/validation ValidateFlowSchemaPolicyRulesWithSubjects. */
import { forbiddenField, invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../api/names.ts';
import type { FlowSubject, NonResourcePolicyRule, PolicyRulesWithSubjects, ResourcePolicyRule } from '../generated/types.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];
const ALL = '*';

export function validateFlowRules(r: PolicyRulesWithSubjects, path: string): readonly FieldError[] {
  const subjects = (r.subjects as readonly FlowSubject[] | null) ?? [];
  const { resourceRules = [], nonResourceRules = [] } = r;
  return [
    ...(subjects.length
      ? subjects.flatMap((s, i) => validateSubject(s, `${path}.subjects[${i}]`))
      : [required(`${path}.subjects`, 'subjects must contain at least one value')]),
    ...(resourceRules.length || nonResourceRules.length
      ? []
      : [required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty')]),
    ...resourceRules.flatMap((x, i) => validateResourceRule(x, `${path}.resourceRules[${i}]`)),
    ...nonResourceRules.flatMap((x, i) => validateNonResourceRule(x, `${path}.nonResourceRules[${i}]`)),
  ];
}

/** The field that holds each kind of subject, in the order they are looked at. */
const FIELDS = { serviceAccount: 'ServiceAccount', user: 'User', group: 'Group' } as const;
type Field = keyof typeof FIELDS;

function validateSubject(s: FlowSubject, path: string): readonly FieldError[] {
  const own = (Object.keys(FIELDS) as Field[]).find((f) => FIELDS[f] === s.kind);
  if (!own) return [notSupported(`${path}.kind`, s.kind, ['Group', 'ServiceAccount', 'User'])];
  const others = (Object.keys(FIELDS) as Field[]).filter((f) => f !== own && s[f]);
  return [
    ...validateNamed(s, own, `${path}.${own}`),
    ...others.map((f) => forbiddenField(`${path}.${f}`, `${f} is forbidden when subject kind is not '${FIELDS[f]}'`)),
  ];
}

function validateNamed(s: FlowSubject, field: Field, path: string): readonly FieldError[] {
  const o = s[field];
  if (!o) return [required(path, `${field} is required when subject kind is '${FIELDS[field]}'`)];
  if (!('namespace' in o)) return o.name ? [] : [required(`${path}.name`)];
  return [
    ...(!o.name ? [required(`${path}.name`)] : o.name === ALL ? [] : invalidEach(`${path}.name`, o.name, isDNS1123Subdomain(o.name))),
    ...(o.namespace
      ? invalidEach(`${path}.namespace`, o.namespace, isDNS1123Label(o.namespace))
      : [required(`${path}.namespace`, 'must specify namespace for service account')]),
  ];
}

function validateVerbs(verbs: readonly string[], path: string): readonly FieldError[] {
  if (verbs.length === 0) return [required(path, 'verbs must contain at least one value')];
  if (verbs.includes(ALL)) return alone(verbs, path, 'verbs');
  return verbs.every((v) => VERBS.includes(v)) ? [] : [notSupported(path, verbs, VERBS)];
}

/** What means all stands by itself. */
function alone(list: readonly string[], path: string, words: string): readonly FieldError[] {
  return list.length > 1 && list.includes(ALL) ? [invalid(path, list, `if '*' is present, must not specify other ${words}`)] : [];
}

function validateResourceRule(r: ResourcePolicyRule, path: string): readonly FieldError[] {
  const given = (list: readonly string[] | null | undefined) => list ?? [];
  const groups = given(r.apiGroups);
  const resources = given(r.resources);
  const namespaces = given(r.namespaces);
  return [
    ...validateVerbs(given(r.verbs), `${path}.verbs`),
    ...(groups.length
      ? alone(groups, `${path}.apiGroups`, 'api groups')
      : [required(`${path}.apiGroups`, 'resource rules must supply at least one api group')]),
    ...(resources.length
      ? alone(resources, `${path}.resources`, 'resources')
      : [required(`${path}.resources`, 'resource rules must supply at least one resource')]),
    ...(namespaces.length === 0 && !r.clusterScope
      ? [required(`${path}.namespaces`, 'resource rules that are not cluster scoped must supply at least one namespace')]
      : namespaces.includes(ALL)
        ? alone(namespaces, `${path}.namespaces`, 'namespaces')
        : namespaces.flatMap((n, i) =>
            isDNS1123Label(n).map((m) =>
              invalid(`${path}.namespaces[${i}]`, n, `each member of this list must be '*' or a DNS-1123 label; ${m}`),
            ),
          )),
  ];
}

function validateNonResourceRule(r: NonResourcePolicyRule, path: string): readonly FieldError[] {
  const urls = (r.nonResourceURLs as readonly string[] | null) ?? [];
  const at = `${path}.nonResourceURLs`;
  const complaints = urls.includes(ALL)
    ? alone(urls, at, 'non-resource URLs')
    : urls.flatMap((u, i) => {
        const why = urlComplaint(u);
        return why ? [invalid(`${at}[${i}]`, u, why)] : [];
      });
  return [
    ...validateVerbs((r.verbs as readonly string[] | null) ?? [], `${path}.verbs`),
    ...(urls.length ? complaints : [required(at, 'nonResourceURLs must contain at least one value')]),
  ];
}

function urlComplaint(url: string): string | undefined {
  if (url === '') return 'must not be empty';
  if (!url.startsWith('/')) return 'must start with slash';
  if (url.includes(' ')) return 'must not contain white-space';
  if (url.includes('//')) return 'must not contain double slash';
  const stars = url.split(ALL).length - 1;
  return stars > 1 || (stars === 1 && !url.endsWith('/*')) ? 'wildcard can only do suffix matching' : undefined;
}
