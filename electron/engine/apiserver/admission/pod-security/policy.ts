/** Which level a namespace asks for, and what is wrong with a pod by it. Source: k8s.io/pod-security-admission/api. */
import { invalid, type FieldError } from '#shared/api/errors.ts';
import type { Labels } from '#shared/api/selector.ts';
import type { ObjectMeta } from '#shared/kinds/generated/types.ts';
import type { PodSpec } from '#shared/kinds/types.ts';
import { baseline } from './baseline.ts';
import type { Check, Violation } from './check.ts';
import { restricted } from './restricted.ts';

const LEVELS = ['privileged', 'baseline', 'restricted'] as const;

/** How strict a policy is. */
export type Level = (typeof LEVELS)[number];

/** A level as of a version of Kubernetes: 'latest' or 'v1.30'. */
export interface LevelVersion {
  readonly level: Level;
  readonly version: string;
}

const MODES = ['enforce', 'audit', 'warn'] as const;

/** What a namespace's labels say, for each mode. */
export type Policy = Readonly<Record<(typeof MODES)[number], LevelVersion>>;

const PREFIX = 'pod-security.kubernetes.io/';

/** Whether a namespace says anything of pod security. */
export const isLabelled = (labels: Labels | undefined): boolean =>
  labels !== undefined && MODES.some((m) => labels[PREFIX + m] !== undefined);

/** The policy of a namespace and what is wrong with its labels. What cannot be read is enforced at its strictest, and neither audited nor warned of. */
export function policyOf(labels: Labels = {}): { readonly policy: Policy; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const read = (mode: (typeof MODES)[number]): LevelVersion => {
    const level = labels[PREFIX + mode];
    const version = labels[`${PREFIX}${mode}-version`];
    const known = LEVELS.find((l) => l === level);
    if (level !== undefined && !known)
      errors.push(invalid(`metadata.labels[${PREFIX}${mode}]`, level, `must be one of ${LEVELS.join(', ')}`));
    const readable = version === undefined || version === 'latest' || /^v1\.([0-9]|[1-9][0-9]*)$/.test(version);
    if (!readable) errors.push(invalid(`metadata.labels[${PREFIX}${mode}-version]`, version, 'must be "latest" or "v1.x"'));
    return {
      level: known ?? (level !== undefined && mode === 'enforce' ? 'restricted' : 'privileged'),
      version: readable ? (version ?? 'latest') : 'latest',
    };
  };
  return { policy: { enforce: read('enforce'), audit: read('audit'), warn: read('warn') }, errors };
}

/** 'restricted:latest'. */
export const nameOf = ({ level, version }: LevelVersion): string => `${level}:${version}`;

/** Negative where `a` is less strict than `b`, positive where it is more. */
export const compareLevels = (a: Level, b: Level): number => LEVELS.indexOf(a) - LEVELS.indexOf(b);

const overridden = new Set(restricted.flatMap((c) => c.overrides ?? []));
const CHECKS: Readonly<Record<Level, readonly Check[]>> = {
  privileged: [],
  baseline,
  restricted: [...baseline.filter((c) => !overridden.has(c.id)), ...restricted],
};

/** All that is wrong with a pod by a policy. */
export function violations({ level, version }: LevelVersion, metadata: ObjectMeta, spec: PodSpec): readonly Violation[] {
  const minor = version === 'latest' ? Infinity : Number(version.slice('v1.'.length));
  return CHECKS[level].filter((c) => minor >= (c.since ?? 0)).flatMap((c) => c.check(spec, metadata) ?? []);
}

/** 'privileged (container "app" must not set securityContext.privileged=true), …'. */
export const describe = (list: readonly Violation[]): string =>
  list.map(({ reason, detail }) => (detail ? `${reason} (${detail})` : reason)).join(', ');
