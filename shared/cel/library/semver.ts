/** Semantic versions. Source: semver.org 2.0.0; apiserver's cel/library semver (normalising), blang/semver's words. */
import { quoted } from '../../api/errors.ts';
import { EvaluationError } from '../value.ts';

export interface Version {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  readonly pre: readonly string[];
  readonly build: readonly string[];
}

const MAX = 2n ** 64n;

function part(name: string, text: string): bigint {
  if (!/^\d+$/.test(text)) throw new EvaluationError(`Invalid character(s) found in ${name} number ${quoted(text)}`);
  if (text.length > 1 && text.startsWith('0'))
    throw new EvaluationError(`${name.charAt(0).toUpperCase()}${name.slice(1)} number must not contain leading zeroes ${quoted(text)}`);
  if (BigInt(text) >= MAX) throw new EvaluationError(`strconv.ParseUint: parsing ${quoted(text)}: value out of range`);
  return BigInt(text);
}

/** Reads 'major.minor.patch-pre+build'. Throws EvaluationError. */
export function parseVersion(text: string): Version {
  if (text === '') throw new EvaluationError('Version string empty');
  const parts = text.split('.');
  const rest = parts.slice(2).join('.');
  if (parts.length < 3) throw new EvaluationError('No Major.Minor.Patch elements found');
  const plus = rest.indexOf('+');
  const before = plus < 0 ? rest : rest.slice(0, plus);
  const dash = before.indexOf('-');
  const identifiers = (s: string | undefined, what: string, numeric: boolean) =>
    s === undefined
      ? []
      : s.split('.').map((id) => {
          if (id === '') throw new EvaluationError(`${what} is empty`);
          if (!/^[0-9A-Za-z-]+$/.test(id)) throw new EvaluationError(`Invalid character(s) found in ${what.toLowerCase()} ${quoted(id)}`);
          if (numeric && /^0\d+$/.test(id))
            throw new EvaluationError(`Numeric PreRelease version must not contain leading zeroes ${quoted(id)}`);
          return id;
        });
  return {
    major: part('major', parts[0] as string),
    minor: part('minor', parts[1] as string),
    patch: part('patch', dash < 0 ? before : before.slice(0, dash)),
    pre: identifiers(dash < 0 ? undefined : before.slice(dash + 1), 'Prerelease', true),
    build: identifiers(plus < 0 ? undefined : rest.slice(plus + 1), 'Build meta data', false),
  };
}

/** Without 'v' and zeros before numbers, and with the parts that are missing. */
export function normalized(text: string): string {
  const all = text.replace(/^v/, '').split('.');
  const parts = (all.length > 3 ? [...all.slice(0, 2), all.slice(2).join('.')] : all).map((p) =>
    p.length > 1 ? p.replace(/^0+(?=\d)/, '').replace(/^0+(?=\D)/, '0') : p,
  );
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) as string))
    throw new EvaluationError('short version cannot contain PreRelease/Build meta data');
  while (parts.length < 3) parts.push('0');
  return parts.join('.');
}

export const versionText = (v: Version): string => `${v.major}.${v.minor}.${v.patch}${v.pre.length ? `-${v.pre.join('.')}` : ''}`;

/** Which comes first; builds do not count. */
export function compareVersions(a: Version, b: Version): -1 | 0 | 1 {
  for (const f of ['major', 'minor', 'patch'] as const) if (a[f] !== b[f]) return a[f] < b[f] ? -1 : 1;
  if (a.pre.length === 0 || b.pre.length === 0) return a.pre.length === b.pre.length ? 0 : a.pre.length ? -1 : 1;
  for (let i = 0; i < Math.min(a.pre.length, b.pre.length); i++) {
    const x = a.pre[i] as string;
    const y = b.pre[i] as string;
    const m = /^\d+$/.test(x);
    const n = /^\d+$/.test(y);
    if (x === y) continue;
    if (m !== n) return m ? -1 : 1;
    return (m ? BigInt(x) < BigInt(y) : x < y) ? -1 : 1;
  }
  return a.pre.length === b.pre.length ? 0 : a.pre.length < b.pre.length ? -1 : 1;
}
