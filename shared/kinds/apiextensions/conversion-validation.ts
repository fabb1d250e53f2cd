/** How objects get from one version of a custom resource to another. Source: apiextensions/validation (validateCustomResourceConversion). */
import { forbiddenField, invalid, invalidEach, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1035Label } from '../../api/names.ts';
import type { CustomResourceConversion } from '../generated/types.ts';
import { validateWebhookService, validateWebhookURL } from '../webhook-validation.ts';

/** A value that must be one of those accepted. */
export function oneOf(value: string, accepted: readonly string[], path: string): readonly FieldError[] {
  return !value ? [required(path)] : accepted.includes(value) ? [] : [notSupported(path, value, accepted)];
}

const STRATEGIES = ['None', 'Webhook'];
const REVIEWS = ['v1', 'v1beta1'];

export function validateConversion(c: CustomResourceConversion | undefined, path: string): readonly FieldError[] {
  if (!c) return [];
  const errors: FieldError[] = [...oneOf(c.strategy, STRATEGIES, `${path}.strategy`)];
  const config = c.webhook?.clientConfig;
  const at = `${path}.webhookClientConfig`;
  const reviews = c.webhook?.conversionReviewVersions ?? [];
  if (c.strategy !== 'Webhook') {
    const why = 'should not be set when strategy is not set to Webhook';
    return [
      ...errors,
      ...(config ? [forbiddenField(at, why)] : []),
      ...(reviews.length ? [forbiddenField(`${path}.conversionReviewVersions`, why)] : []),
    ];
  }
  if (!config) errors.push(required(at, 'required when strategy is set to Webhook'));
  else if ((config.url === undefined) === (config.service === undefined))
    errors.push(required(at, 'exactly one of url or service is required'));
  else if (config.url !== undefined) errors.push(...validateWebhookURL(config.url, `${at}.url`));
  else if (config.service) errors.push(...validateWebhookService(config.service, `${at}.service`));
  if (reviews.length === 0) return [...errors, required(`${path}.conversionReviewVersions`)];
  reviews.forEach((v, i) =>
    errors.push(
      ...(reviews.indexOf(v) < i
        ? [invalid(`${path}.conversionReviewVersions[${i}]`, v, 'duplicate version')]
        : invalidEach(`${path}.conversionReviewVersions[${i}]`, v, isDNS1035Label(v))),
    ),
  );
  return reviews.some((v) => REVIEWS.includes(v))
    ? errors
    : [...errors, invalid(`${path}.conversionReviewVersions`, reviews, `must include at least one of ${REVIEWS.join(', ')}`)];
}
