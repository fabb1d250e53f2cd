/** URLs as Go reads them: an absolute URI or an absolute path. Source: net/url's ParseRequestURI and Parse. */
import { utf8 } from '../../api/base64.ts';
import { quoted } from '../../api/errors.ts';
import { EvaluationError } from '../value.ts';

export interface ParsedURL {
  readonly scheme: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, readonly string[]>;
}

const refused = (text: string, why: string) =>
  new EvaluationError(`URL parse error during conversion from string: parse ${quoted(text)}: ${why}`);

/** Reads a URL. Throws EvaluationError. */
export function parseURL(text: string): ParsedURL {
  if (/[\x00-\x1f\x7f]/.test(text)) throw refused(text, 'net/url: invalid control character in URL');
  if (text === '') throw refused(text, 'empty url');
  const m = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/s.exec(text);
  const scheme = (m?.[1] ?? '').toLowerCase();
  const rest = m?.[2] ?? '';
  const query = m?.[3] ?? '';
  if (text.startsWith(':')) throw refused(text, 'missing protocol scheme');
  if (!rest.startsWith('/') && !scheme)
    throw refused(text, /^[^/]*:/.test(rest) ? 'first path segment in URL cannot contain colon' : 'invalid URI for request');
  if (!rest.startsWith('/')) return { scheme, host: '', hostname: '', port: '', path: '', query: queryOf(query) };
  const authority = scheme && rest.startsWith('//') ? (/^\/\/([^/]*)/.exec(rest)?.[1] ?? '') : '';
  const path = authority || (scheme && rest.startsWith('//')) ? rest.slice(2 + authority.length) : rest;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const { hostname, port } = hostOf(host, text);
  checkEscapes(path, text);
  return { scheme, host, hostname, port, path: escapedPath(path), query: queryOf(query) };
}

function hostOf(host: string, text: string): { readonly hostname: string; readonly port: string } {
  const six = /^\[([^\]]*)\](.*)$/.exec(host);
  if (host.startsWith('[') && !six) throw refused(text, "missing ']' in host");
  const hostname = six ? (six[1] as string) : (host.split(':')[0] as string);
  const after = six ? (six[2] as string) : host.slice(hostname.length);
  if (after && !/^:\d*$/.test(after))
    throw refused(text, `invalid port ${quoted(six ? after : `:${host.slice(host.lastIndexOf(':') + 1)}`)} after host`);
  const odd = /[\s"<>^`{|}\\]/.exec(hostname)?.[0];
  if (odd) throw refused(text, `invalid character ${quoted(odd)} in host name`);
  return { hostname, port: after.slice(1) };
}

function checkEscapes(path: string, text: string): void {
  const wrong = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(path)?.[0];
  if (wrong !== undefined) throw refused(text, `invalid URL escape ${quoted(wrong)}`);
}

const escapedPath = (path: string) =>
  [...path]
    .map((c) =>
      /[A-Za-z0-9\-_.~$&+,/:;=@%!'()*[\]]/.test(c)
        ? c
        : utf8(c)
            .map((b) => `%${b.toString(16).toUpperCase().padStart(2, '0')}`)
            .join(''),
    )
    .join('');

function queryOf(query: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const pair of query.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const eq = pair.indexOf('=');
    const key = unescaped(eq < 0 ? pair : pair.slice(0, eq));
    const value = eq < 0 ? '' : unescaped(pair.slice(eq + 1));
    if (key === undefined || value === undefined) continue;
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return found;
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
