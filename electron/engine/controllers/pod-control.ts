/** Pods made from templates and taken away again, with the events that go with it. Source: pkg/controller's RealPodControl. */
import { ApiError, namespaceIsTerminating } from '#shared/api/errors.ts';
import { memoByIdentity } from '#shared/api/json.ts';
import { controllerReference, namespaceOf, type ApiObject } from '#shared/api/object.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import type { Pod, PodSpec, PodTemplateSpec } from '#shared/kinds/types.ts';
import type { Client, DraftOf } from '../apiserver/client.ts';
import { recordEvent, type Reporter } from './events.ts';

/** The list that makes `owner` the controller of something: one for all it makes. */
export const ownedBy = memoByIdentity((owner: ApiObject) => Object.freeze([Object.freeze(controllerReference(owner))]));

/** The pod that a template describes, before it has a name of its own. The template's parts are shared, not copied. */
export function podFrom(template: PodTemplateSpec, owner: ApiObject): DraftOf<Pod> {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    metadata: {
      generateName: `${owner.metadata.name}-`,
      namespace: namespaceOf(owner),
      ownerReferences: ownedBy(owner),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(finalizers ? { finalizers } : {}),
    },
    spec: template.spec as PodSpec,
  };
}

/** Creates a pod for `owner` and says so. Throws the API's refusal. */
export function createPod(client: Client, by: Reporter, owner: ApiObject, draft: DraftOf<Pod>): Pod {
  let pod: Pod;
  try {
    pod = client.create(pods, namespaceOf(owner), draft);
  } catch (e) {
    if (e instanceof ApiError && !namespaceIsTerminating(e))
      recordEvent(client, by, owner, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${e.message}` });
    throw e;
  }
  recordEvent(client, by, owner, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` });
  return pod;
}

/** Deletes a pod of `owner` and says so; silent where it is gone already. Throws the API's refusal. */
export function deletePod(client: Client, by: Reporter, owner: ApiObject, pod: Pod): void {
  const { name } = pod.metadata;
  try {
    if (!client.delete(pods, pod)) return;
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
    recordEvent(client, by, owner, { type: 'Warning', reason: 'FailedDelete', message: `Error deleting: ${e.message}` });
    throw new ApiError(e.reason, `unable to delete pods: ${e.message}`, e.details, e.code);
  }
  recordEvent(client, by, owner, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${name}` });
}

/**
 * Does something `count` times in batches of one, two, four, …; after a batch with a failure the rest is left for later,
 * so that what cannot succeed is not tried a thousand times. Throws the first failure of that batch.
 */
export function slowStart(count: number, run: (i: number) => void): void {
  for (let done = 0, batch = 1; done < count; batch *= 2) {
    const end = Math.min(done + batch, count);
    let failure: ApiError | undefined;
    for (; done < end; done++) {
      try {
        run(done);
      } catch (e) {
        if (!(e instanceof ApiError)) throw e;
        failure ??= e;
      }
    }
    if (failure) throw failure;
  }
}
