/** Names of container images. Source: distribution/reference, pkg/util/parsers. */
import { notSupported, required, type FieldError } from '../../api/errors.ts';

/** What an image's name says of its version: tag 'latest' where it names neither a tag nor a digest. */
export interface ImageName {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const HOST = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${HOST}(?:\\.${HOST})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const FORM = new RegExp(
  `^((?:${DOMAIN}/)?${PART}(?:/${PART})*)(?::([\\w][\\w.-]{0,127}))?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);
const IDENTIFIER = /^[a-f0-9]{64}$/;

/** Reads an image's name as a container runtime does; undefined where it is none. */
export function parseImageName(image: string): ImageName | undefined {
  const m = IDENTIFIER.test(image) ? null : FORM.exec(image);
  if (!m) return undefined;
  const [, repository = '', tag = '', digest = ''] = m;
  return { repository, tag: tag || digest ? tag : 'latest', digest };
}

/** How an image is pulled where nobody says: what may have changed under its name is asked for each time. */
export function defaultPullPolicy(image: string | undefined): 'Always' | 'IfNotPresent' {
  return parseImageName(image ?? '')?.tag === 'latest' ? 'Always' : 'IfNotPresent';
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

/** How an image is pulled must be one of the ways there are. */
export function validatePullPolicy(policy: string | undefined, path: string): readonly FieldError[] {
  return !policy ? [required(path)] : PULL_POLICIES.includes(policy) ? [] : [notSupported(path, policy, PULL_POLICIES)];
}
