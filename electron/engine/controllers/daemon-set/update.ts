/** Brings a new template to the nodes, a few at a time. Source: pkg/controller/daemon/update.go (rollingUpdate). */
import { isTerminating } from '#shared/api/object.ts';
import type { Pod } from '#shared/kinds/types.ts';
import type { Plan } from './manage.ts';
import { isAvailable, isUpdated, rollingAmounts, type Post, type Work } from './work.ts';

/** The pod of the present template on a node and the one of an earlier; undefined where several of a kind are still to be sorted out. */
function pair(work: Work, { pods }: Post): { readonly fresh: Pod | undefined; readonly old: Pod | undefined } | undefined {
  const live = pods.filter((p) => !isTerminating(p));
  const [fresh, ...more] = live.filter((p) => isUpdated(work, p));
  const [old, ...others] = live.filter((p) => !isUpdated(work, p));
  return more.length || others.length ? undefined : { fresh, old };
}

/** What the next step of the roll-out makes and deletes. */
export function nextStep(work: Work): Pick<Plan, 'create' | 'remove'> {
  const { maxSurge, maxUnavailable } = rollingAmounts(work);
  const posts = work.posts.filter((p) => p.runs);
  return maxSurge === 0 ? replacing(work, posts, maxUnavailable) : surging(work, posts, maxSurge);
}

/** Old pods go first; the new ones are made in their place. */
function replacing(work: Work, posts: readonly Post[], maxUnavailable: number): Pick<Plan, 'create' | 'remove'> {
  const broken: Pod[] = [];
  const candidates: Pod[] = [];
  let unavailable = 0;
  for (const post of posts) {
    const on = pair(work, post);
    if (!on || !on.fresh === !on.old) unavailable++;
    else if (on.fresh) unavailable += isAvailable(work, on.fresh) ? 0 : 1;
    else if (on.old && !isAvailable(work, on.old)) {
      broken.push(on.old);
      unavailable++;
    } else if (on.old) candidates.push(on.old);
  }
  return { create: [], remove: [...broken, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))] };
}

/** New pods come first; an old one goes once its successor is available. */
function surging(work: Work, posts: readonly Post[], maxSurge: number): Pick<Plan, 'create' | 'remove'> {
  const atOnce: string[] = [];
  const candidates: string[] = [];
  const remove: Pod[] = [];
  let surged = 0;
  for (const post of posts) {
    const on = pair(work, post);
    if (!on?.old) continue;
    if (on.fresh) {
      if (isAvailable(work, on.fresh)) remove.push(on.old);
      else surged++;
    } else if (post.pods.some((p) => isTerminating(p) && isUpdated(work, p))) continue;
    else (isAvailable(work, on.old) ? candidates : atOnce).push(post.node);
  }
  return { create: [...atOnce, ...candidates.slice(0, Math.max(0, maxSurge - surged))], remove };
}
