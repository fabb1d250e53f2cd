/** Which of Kubernetes' kinds an object is. A custom kind may be called as one of them ('Service' of Knative, 'Job' of Volcano) and is none. */
import { groupOf, type ApiObject } from '../api/object.ts';
import { kinds } from '../kinds/index.ts';

const OWN: ReadonlySet<string> = new Set(kinds.flatMap((k) => [k, ...(k.served ?? [])].map((v) => `${groupOf(v.apiVersion)}/${k.kind}`)));

/** The kind of an object that Kubernetes (or Drydock) brings; '' for a custom resource. */
export function ownKind(o: ApiObject): string {
  const slash = o.apiVersion.indexOf('/');
  return slash < 0 || o.apiVersion.lastIndexOf('.', slash) < 0 || OWN.has(`${o.apiVersion.slice(0, slash)}/${o.kind}`) ? o.kind : '';
}
