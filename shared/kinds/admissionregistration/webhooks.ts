/** What both kinds of webhook configuration hold. Source: admissionregistration/v1 defaults, admissionregistration/validation. */
import { duplicate, invalid, notSupported, required, type FieldError } from '../../api/errors.ts';
import { isDNS1035Label, isFullyQualifiedName } from '../../api/names.ts';
import type { ApiObject } from '../../api/object.ts';
import { AGE, column, NAME } from '../columns.ts';
import type { PrinterColumn } from '../definition.ts';
import type { MutatingWebhook } from '../generated/types.ts';
import { validateWebhookService, validateWebhookURL } from '../webhook-validation.ts';
import {
  validateFailurePolicy,
  validateMatchConditions,
  validateMatchPolicy,
  validateRule,
  validateSelectors,
  withMatchDefaults,
  withScopes,
} from './matching.ts';

/** A mutating webhook is a validating one that may be asked again. */
type Webhook = MutatingWebhook;
interface Configuration extends ApiObject {
  readonly webhooks?: readonly Webhook[];
}

/** Completes the webhooks of a configuration; `reinvoked` for those that mutate. */
export function withWebhookDefaults<T extends Configuration>(o: T, reinvoked: boolean): T {
  const webhooks = o.webhooks?.map((w) => {
    const { service } = w.clientConfig;
    const complete =
      w.failurePolicy !== undefined &&
      w.timeoutSeconds !== undefined &&
      (!reinvoked || w.reinvocationPolicy !== undefined) &&
      (!service || service.port !== undefined);
    const matched = withMatchDefaults(w);
    const rules = w.rules && withScopes(w.rules);
    if (complete && matched === w && rules === w.rules) return w;
    return {
      ...matched,
      failurePolicy: w.failurePolicy ?? 'Fail',
      timeoutSeconds: w.timeoutSeconds ?? 10,
      ...(reinvoked ? { reinvocationPolicy: w.reinvocationPolicy ?? 'Never' } : {}),
      ...(rules ? { rules } : {}),
      clientConfig: service && service.port === undefined ? { ...w.clientConfig, service: { ...service, port: 443 } } : w.clientConfig,
    };
  });
  return (webhooks?.every((w, i) => w === o.webhooks?.[i]) ?? true) ? o : { ...o, webhooks };
}

const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const REINVOCATIONS = ['IfNeeded', 'Never'];
const REVIEWS = ['v1', 'v1beta1'];
const MAX_TIMEOUT = 30;

export function validateWebhooks(o: Configuration): readonly FieldError[] {
  const webhooks = o.webhooks ?? [];
  const names = webhooks.map((w) => w.name);
  return webhooks.flatMap((w, i) => [
    ...validateWebhook(w, `webhooks[${i}]`),
    ...validateReviews(w.admissionReviewVersions, `webhooks[${i}].admissionReviewVersions`),
    ...(w.name && names.indexOf(w.name) < i ? [duplicate(`webhooks[${i}].name`, w.name)] : []),
  ]);
}

function validateWebhook(w: Webhook, path: string): readonly FieldError[] {
  const { url, service } = w.clientConfig;
  const at = `${path}.clientConfig`;
  const seconds = w.timeoutSeconds;
  return [
    ...isFullyQualifiedName(`${path}.name`, w.name),
    ...(w.rules ?? []).flatMap((r, i) => validateRule(r, `${path}.rules[${i}]`)),
    ...validateFailurePolicy(w.failurePolicy, path),
    ...validateMatchPolicy(w.matchPolicy, path),
    ...(!w.sideEffects
      ? [required(`${path}.sideEffects`, `must specify one of ${SIDE_EFFECTS.join(', ')}`)]
      : SIDE_EFFECTS.includes(w.sideEffects)
        ? []
        : [notSupported(`${path}.sideEffects`, w.sideEffects, SIDE_EFFECTS)]),
    ...(seconds !== undefined && (seconds < 1 || seconds > MAX_TIMEOUT)
      ? [invalid(`${path}.timeoutSeconds`, seconds, `the timeout value must be between 1 and ${MAX_TIMEOUT} seconds`)]
      : []),
    ...validateSelectors(w, path),
    ...(w.reinvocationPolicy === undefined || REINVOCATIONS.includes(w.reinvocationPolicy)
      ? []
      : [notSupported(`${path}.reinvocationPolicy`, w.reinvocationPolicy, REINVOCATIONS)]),
    ...((url === undefined) === (service === undefined)
      ? [required(at, 'exactly one of url or service is required')]
      : url !== undefined
        ? validateWebhookURL(url, `${at}.url`)
        : service
          ? validateWebhookService(service, `${at}.service`)
          : []),
    ...validateMatchConditions(w.matchConditions, `${path}.matchConditions`),
  ];
}

function validateReviews(versions: readonly string[] | null | undefined, path: string): readonly FieldError[] {
  if (!versions?.length) return [required(path, `must specify one of ${REVIEWS.join(', ')}`)];
  const errors = versions.flatMap((v, i) =>
    versions.indexOf(v) < i
      ? [invalid(`${path}[${i}]`, v, 'duplicate version')]
      : isDNS1035Label(v).map((m) => invalid(`${path}[${i}]`, v, m)),
  );
  return versions.some((v) => REVIEWS.includes(v))
    ? errors
    : [...errors, invalid(path, versions, `must include at least one of ${REVIEWS.join(', ')}`)];
}

export const webhookColumns: readonly PrinterColumn<Configuration>[] = [
  NAME,
  column('Webhooks', '', (o) => o.webhooks?.length ?? 0, {
    type: 'integer',
    description: 'Webhooks indicates the number of webhooks registered in this configuration',
  }),
  AGE,
];
