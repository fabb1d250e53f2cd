/** Where a webhook is called: a URL, or a service in the cluster. Source: apiserver's util/webhook validation. */
import { invalid, required, type FieldError } from '../api/errors.ts';
import { isDNS1123Subdomain, isValidPortNum } from '../api/names.ts';

const FORM = '; desired format: https://host[/path]';
const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

export function validateWebhookURL(url: string, path: string): readonly FieldError[] {
  const [, scheme = '', authority = '', , query = '', fragment = ''] = PARTS.exec(url) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const user = at < 0 ? undefined : authority.slice(0, at);
  return [
    ...(scheme.toLowerCase() === 'https' ? [] : [invalid(path, scheme.toLowerCase(), `'https' is the only allowed URL scheme${FORM}`)]),
    ...(host ? [] : [invalid(path, host, `host must be specified${FORM}`)]),
    ...(user === undefined ? [] : [invalid(path, user, 'user information is not permitted in the URL')]),
    ...(fragment ? [invalid(path, fragment, 'fragments are not permitted in the URL')] : []),
    ...(query ? [invalid(path, query, 'query parameters are not permitted in the URL')] : []),
  ];
}

/** A reference to the service that answers. */
export interface WebhookService {
  readonly namespace?: string;
  readonly name?: string;
  readonly path?: string;
  readonly port?: number;
}

export function validateWebhookService(s: WebhookService, path: string): readonly FieldError[] {
  const port = isValidPortNum(s.port ?? 0);
  return [
    ...(s.name ? [] : [required(`${path}.name`)]),
    ...(s.namespace ? [] : [required(`${path}.namespace`)]),
    ...(port.length ? [invalid(`${path}.port`, s.port ?? 0, `port is not valid: ${port.join(', ')}`)] : []),
    ...(s.path === undefined ? [] : validateURLPath(s.path, `${path}.path`)),
  ];
}

function validateURLPath(text: string, path: string): readonly FieldError[] {
  if (text === '/' || text === '') return [];
  if (text === '//') return [invalid(path, text, 'segment[0] may not be empty')];
  return [
    ...(text.startsWith('/') ? [] : [invalid(path, text, "must start with a '/'")]),
    ...text
      .slice(1)
      .replace(/\/$/, '')
      .split('/')
      .flatMap((step, i) =>
        step === ''
          ? [invalid(path, text, `segment[${i}] may not be empty`)]
          : isDNS1123Subdomain(step).map((m) => invalid(path, text, `segment[${i}]: ${m}`)),
      ),
  ];
}
