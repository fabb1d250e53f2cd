/** A pod carries the overhead of its runtime class and goes where its class runs. Source: plugin/pkg/admission/runtimeclass. */
import { quoted } from '#shared/api/errors.ts';
import { equal } from '#shared/api/json.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { resourceOf } from '#shared/kinds/definition.ts';
import { runtimeClasses } from '#shared/kinds/node/runtime-class.ts';
import type { Pod, RuntimeClass } from '#shared/kinds/types.ts';
import type { AdmissionPlugin, Core, WriteContext } from '../context.ts';
import { refused, refusedEarly } from './refusal.ts';

export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  resources: [resourceOf(pods)],
  admit(c, o, _previous, core) {
    const pod = o as Pod;
    const { spec } = pod;
    if (c.operation !== 'CREATE' || c.subresource || spec.runtimeClassName === undefined) return o;
    const found = find(core, spec.runtimeClassName);
    if (!found) throw refusedEarly(c, o, `pod rejected: RuntimeClass ${quoted(spec.runtimeClassName)} not found`);
    const { overhead, scheduling } = found;
    const podFixed = overhead?.podFixed;
    if (podFixed && spec.overhead && !equal(spec.overhead, podFixed))
      throw refusedEarly(c, o, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    if (!podFixed && !scheduling) return o;
    return {
      ...pod,
      spec: { ...spec, ...(podFixed ? { overhead: podFixed } : {}), ...(scheduling ? whereItRuns(c, pod, scheduling) : {}) },
    } as Pod;
  },
  validate(c, o, _previous, core) {
    if (c.operation !== 'CREATE' || c.subresource) return;
    const { overhead, runtimeClassName } = (o as Pod).spec;
    if (!overhead) return;
    const podFixed = runtimeClassName === undefined ? undefined : find(core, runtimeClassName)?.overhead?.podFixed;
    if (!podFixed) throw refused(c, o, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    if (!equal(podFixed, overhead)) throw refused(c, o, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
  },
};

const find = (core: Core, name: string) =>
  core.store.get({ resource: resourceOf(runtimeClasses), namespace: '', name }) as RuntimeClass | undefined;

function whereItRuns(c: WriteContext, pod: Pod, scheduling: NonNullable<RuntimeClass['scheduling']>): Partial<Pod['spec']> {
  const selector = { ...pod.spec.nodeSelector };
  for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
    const own = selector[key];
    if (own !== undefined && own !== value)
      throw refusedEarly(
        c,
        pod,
        `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`,
      );
    selector[key] = value;
  }
  const tolerations = [
    ...(pod.spec.tolerations ?? []),
    ...(scheduling.tolerations ?? []).filter((t) => !pod.spec.tolerations?.some((o) => equal(o, t))),
  ];
  return { ...(Object.keys(selector).length ? { nodeSelector: selector } : {}), ...(tolerations.length ? { tolerations } : {}) };
}
