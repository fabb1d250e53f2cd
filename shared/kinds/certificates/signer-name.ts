/** The name of who signs: 'example.com/name'. Source: core/validation ValidateSignerName. */
import { invalid, required, tooLong, type FieldError } from '../../api/errors.ts';
import { isDNS1123Label, isDNS1123Subdomain } from '../../api/names.ts';

const MAX_DOMAIN = 253;
const MAX_PATH = MAX_DOMAIN + 1 + 63;

export function validateSignerName(name: string, path: string): readonly FieldError[] {
  if (!name) return [required(path)];
  const [domain = '', rest, ...more] = name.split('/');
  if (rest === undefined || more.length)
    return [invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")];
  const labels = domain.split('.');
  return [
    ...(domain.length > MAX_DOMAIN ? [tooLong(path, MAX_DOMAIN)] : []),
    ...firstWrong(domain, labels, isDNS1123Label, path),
    ...(labels.length < 2 ? [invalid(path, domain, 'should be a domain with at least two segments separated by dots')] : []),
    ...firstWrong(rest, rest.split('.'), isDNS1123Subdomain, path),
    ...(name.length > MAX_DOMAIN + 1 + MAX_PATH ? [tooLong(path, MAX_DOMAIN + 1 + MAX_PATH)] : []),
  ];
}

/** What is wrong with the first label that is wrong. */
function firstWrong(
  segment: string,
  labels: readonly string[],
  check: (label: string) => readonly string[],
  path: string,
): readonly FieldError[] {
  const wrong = labels.find((l) => check(l).length);
  return wrong === undefined ? [] : check(wrong).map((m) => invalid(path, segment, `validating label ${JSON.stringify(wrong)}: ${m}`));
}
