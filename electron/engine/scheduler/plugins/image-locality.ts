/** Prefers nodes that have the pod's images, the larger the better. Source: plugins/imagelocality. */
import { memoByIdentity } from '#shared/api/json.ts';
import type { Node, Pod } from '#shared/kinds/types.ts';
import type { ClusterView } from '../cluster-view.ts';
import { MAX_SCORE, type SchedulerPlugin } from '../plugin.ts';

const MIB = 1024 * 1024;
/** Less than this counts as nothing; more than this for each container as everything. */
const LEAST = 23 * MIB;
const MOST = 1000 * MIB;

/** An image's name with the tag it has unless another is given. */
export function withTag(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}

const sizes = memoByIdentity(
  (images: NonNullable<Node['status']['images']>): ReadonlyMap<string, number> =>
    new Map(images.flatMap((i) => (i.names ?? []).map((n): [string, number] => [n, i.sizeBytes ?? 0]))),
);

function wanted({ spec }: Pod): readonly string[] {
  return [...(spec.initContainers ?? []), ...spec.containers]
    .map((c) => c.image ?? '')
    .concat((spec.volumes ?? []).flatMap((v) => v.image?.reference ?? []))
    .map(withTag);
}

interface State {
  readonly view: ClusterView;
  readonly images: readonly string[];
  readonly containers: number;
}

export const imageLocality: SchedulerPlugin<State> = {
  name: 'ImageLocality',
  weight: 1,
  scope: 'cluster',
  retryOn: [],
  prepare: ({ pod }, view) => ({
    state: { view, images: wanted(pod), containers: pod.spec.containers.length + (pod.spec.initContainers?.length ?? 0) },
  }),
  score(_pod, { node }, { view, images, containers }) {
    if (!node?.status.images?.length) return 0;
    const has = sizes(node.status.images);
    let sum = 0;
    for (const image of images) {
      const size = has.get(image);
      if (size) sum += Math.trunc((size * view.nodesWithImage(image)) / view.nodes.length);
    }
    const most = MOST * containers;
    return Math.trunc((MAX_SCORE * (Math.min(most, Math.max(LEAST, sum)) - LEAST)) / (most - LEAST));
  },
};
