/** What stands for the value of a Secret where it is not shown, and how it is told from a value when it comes back. */
import { base64Text } from '#shared/api/base64.ts';
import { isObject, type JsonObject } from '#shared/api/json.ts';
import type { ApiObject } from '#shared/api/object.ts';

export const PLACEHOLDER = 'REPLACE_ME';

/** Values whose form Kubernetes checks. */
const FITTING: Readonly<Record<string, string>> = { '.dockerconfigjson': '{"auths":{}}', '.dockercfg': '{}' };

const standIn = (key: string): string => FITTING[key] ?? PLACEHOLDER;

/** A Secret with its keys, but not its values. */
export function withPlaceholders(secret: JsonObject): JsonObject {
  const fill = (part: unknown, code: (text: string) => string) =>
    isObject(part) && Object.keys(part).length ? Object.fromEntries(Object.keys(part).map((k) => [k, code(standIn(k))])) : part;
  const data = fill(secret['data'], base64Text);
  const stringData = fill(secret['stringData'], (t) => t);
  return data === secret['data'] && stringData === secret['stringData']
    ? secret
    : { ...secret, ...(data === undefined ? {} : { data }), ...(stringData === undefined ? {} : { stringData }) };
}

/** A Secret whose placeholders have become the values that are there: an export that comes back loses none. */
export function withValuesOf(secret: JsonObject, current: ApiObject): JsonObject {
  const held = (current as { data?: Readonly<Record<string, string>> }).data ?? {};
  const data: Record<string, unknown> = isObject(secret['data']) ? { ...secret['data'] } : {};
  const text: Record<string, unknown> = isObject(secret['stringData']) ? { ...secret['stringData'] } : {};
  let kept = false;
  for (const [k, value] of Object.entries(held)) {
    const inData = data[k] === base64Text(standIn(k));
    const inText = text[k] === standIn(k);
    if (!inData && !inText) continue;
    kept = true;
    data[k] = value;
    delete text[k];
  }
  if (!kept) return secret;
  const { stringData: _text, ...rest } = secret;
  return { ...rest, data, ...(Object.keys(text).length ? { stringData: text } : {}) };
}
