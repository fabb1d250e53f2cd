/** Images: whether a node has them, how long a pull takes, what goes wrong. Source: pkg/kubelet/images (image_manager.go). */
import { fnv1a } from '#shared/api/hash.ts';
import { namespaceOf } from '#shared/api/object.ts';
import type { Ms } from '#shared/api/time.ts';
import type { ContainerBehaviour } from '#shared/kinds/core/behaviour.ts';
import { secrets } from '#shared/kinds/core/secret.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { Client } from '../apiserver/client.ts';

/** `length` hex digits that follow from a text. */
export const hex = (text: string, length: number): string =>
  Array.from({ length: Math.ceil(length / 8) }, (_, i) =>
    fnv1a(text, i + 1)
      .toString(16)
      .padStart(8, '0'),
  )
    .join('')
    .slice(0, length);

/** The digest of an image, as far as a simulation has one. */
export const imageDigest = (image: string): string => `sha256:${hex(image, 64)}`;

/** An image's full name: 'nginx' is 'docker.io/library/nginx:latest'. */
export function fullName(image: string): string {
  const slash = image.indexOf('/');
  const host = slash < 0 ? '' : image.slice(0, slash);
  const hasHost = host.includes('.') || host.includes(':') || host === 'localhost';
  const path = hasHost ? image : `docker.io/${slash < 0 ? 'library/' : ''}${image}`;
  return path.includes('@') || path.lastIndexOf(':') > path.lastIndexOf('/') ? path : `${path}:latest`;
}

/** The full name without tag or digest. */
const repository = (name: string): string => {
  const plain = name.split('@')[0] as string;
  const colon = plain.lastIndexOf(':');
  return colon > plain.lastIndexOf('/') ? plain.slice(0, colon) : plain;
};

/** What a container that runs an image reports as its id. */
export const imageId = (image: string): string => `${repository(fullName(image))}@${imageDigest(fullName(image))}`;

/** True if the node has the image. */
export const hasImage = (node: Node, image: string): boolean =>
  node.status.images?.some((i) => i.names?.includes(fullName(image))) ?? false;

/** The node's images with one more. It reports the largest fifty. */
export function withImage(node: Node, image: string, sizeBytes: number): NonNullable<Node['status']['images']> {
  const has = node.status.images ?? [];
  const added = { names: [imageId(image), fullName(image)], sizeBytes };
  return [...has, added].sort((a, b) => (b.sizeBytes ?? 0) - (a.sizeBytes ?? 0)).slice(0, 50);
}

/** Bytes a node pulls in a second, and what a pull takes however small the image. */
const BANDWIDTH = 50 * 1024 * 1024;
const OVERHEAD_MS: Ms = 400;
/** How long it takes until a pull is known to have failed. */
export const PULL_FAILS_MS: Ms = 1000;

/** How long a pull takes. An image that is there is only looked up. */
export const pullMs = (b: ContainerBehaviour, present: boolean): Ms =>
  present ? OVERHEAD_MS : OVERHEAD_MS + Math.round((b.imageSize / BANDWIDTH) * 1000);

/** The pause after a failed pull: ten seconds, doubling up to five minutes. */
export const pullPauseMs = (attempts: number): Ms => Math.min(300_000, 10_000 * 2 ** (attempts - 1));

/** '2.4s' as Go prints a duration in a pull's event. */
export const seconds = (ms: Ms): string => (ms < 1000 ? `${ms}ms` : `${Number((ms / 1000).toFixed(3))}s`);

/** What the registry says where it does not give the image; undefined where it does. */
export function pullError(pod: Pod, image: string, b: ContainerBehaviour, client: Client): string | undefined {
  const name = fullName(image);
  const failed = `failed to pull and unpack image ${JSON.stringify(name)}: failed to resolve reference ${JSON.stringify(name)}`;
  if (!b.imageExists) return `rpc error: code = NotFound desc = ${failed}: ${name}: not found`;
  if (b.imageNeedsSecret && !hasPullSecret(pod, client))
    return `rpc error: code = Unknown desc = ${failed}: pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`;
  return undefined;
}

function hasPullSecret(pod: Pod, client: Client): boolean {
  return (
    pod.spec.imagePullSecrets?.some((s) => {
      const type = s.name ? client.get(secrets, namespaceOf(pod), s.name)?.type : undefined;
      return type === 'kubernetes.io/dockerconfigjson' || type === 'kubernetes.io/dockercfg';
    }) ?? false
  );
}

/** Why a name is no image's name; undefined where it is one. */
export function nameError(image: string): string | undefined {
  if (
    /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/.test(
      image,
    ) ||
    /^[A-Za-z0-9.-]+(?::\d+)?\/[a-z0-9]/.test(image)
  )
    return undefined;
  const why =
    image.toLowerCase() === image
      ? 'invalid reference format'
      : `invalid reference format: repository name (library/${repository(image)}) must be lowercase`;
  return `Failed to apply default image tag ${JSON.stringify(image)}: couldn't parse image name ${JSON.stringify(image)}: ${why}`;
}
