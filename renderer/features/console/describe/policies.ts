/** How many pods there are, how many may be gone, and who goes before whom: autoscalers, disruption budgets, priority classes. Source: kubectl's describe package. */
import { formatLabelSelector } from '#shared/api/selector.ts';
import type { HorizontalPodAutoscaler, PodDisruptionBudget, PriorityClass } from '#shared/kinds/types.ts';
import { events, identity, inLine, longTime, type Describer } from './text.ts';

export const budget: Describer<PodDisruptionBudget> = (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Namespace', o.metadata.namespace);
  if (o.spec.minAvailable !== undefined) t.fact(0, 'Min available', o.spec.minAvailable);
  else if (o.spec.maxUnavailable !== undefined) t.fact(0, 'Max unavailable', o.spec.maxUnavailable);
  t.fact(0, 'Selector', o.spec.selector ? formatLabelSelector(o.spec.selector) : '<unset>');
  t.at(0, 'Status:');
  t.at(1, `Allowed disruptions:\t${o.status.disruptionsAllowed ?? 0}`);
  t.at(1, `Current:\t${o.status.currentHealthy ?? 0}`);
  t.at(1, `Desired:\t${o.status.desiredHealthy ?? 0}`);
  t.at(1, `Total:\t${o.status.expectedPods ?? 0}`);
  events(t, s);
};

export const autoscaler: Describer<HorizontalPodAutoscaler> = (o, t, s) => {
  identity(o, t);
  t.fact(0, 'CreationTimestamp', longTime(o.metadata.creationTimestamp));
  t.fact(0, 'Reference', `${o.spec.scaleTargetRef.kind}/${o.spec.scaleTargetRef.name}`);
  t.at(0, 'Metrics:\t( current / target )');
  for (const [i, m] of (o.spec.metrics ?? []).entries()) {
    const c = o.status.currentMetrics?.[i];
    const target = m.resource?.target ?? m.pods?.target ?? m.object?.target ?? m.external?.target;
    const now = c?.resource?.current ?? c?.pods?.current ?? c?.object?.current ?? c?.external?.current;
    const name = m.resource
      ? `resource ${m.resource.name} on pods${target?.averageUtilization !== undefined ? '  (as a percentage of request)' : ''}`
      : m.pods
        ? `"${m.pods.metric.name}" on pods`
        : m.object
          ? `"${m.object.metric.name}" on ${m.object.describedObject.kind}/${m.object.describedObject.name}`
          : `"${m.external?.metric.name ?? m.type}" (target average value)`;
    t.at(
      1,
      target?.averageUtilization !== undefined
        ? `${name}:\t${now?.averageUtilization === undefined ? '<unknown>' : `${now.averageUtilization}% (${now.averageValue ?? ''})`} / ${target.averageUtilization}%`
        : `${name}:\t${now?.averageValue ?? now?.value ?? '<unknown>'} / ${target?.averageValue ?? target?.value ?? ''}`,
    );
  }
  t.fact(0, 'Min replicas', o.spec.minReplicas ?? '<unset>');
  t.fact(0, 'Max replicas', o.spec.maxReplicas);
  t.fact(0, `${o.spec.scaleTargetRef.kind} pods`, `${o.status.currentReplicas ?? 0} current / ${o.status.desiredReplicas ?? 0} desired`);
  if (o.status.conditions?.length) {
    t.at(0, 'Conditions:');
    t.columns(1, 'Type\tStatus\tReason\tMessage');
    for (const c of o.status.conditions) t.at(1, `${c.type}\t${c.status}\t${c.reason ?? ''}\t${c.message ?? ''}`);
  }
  events(t, s);
};

export const priorityClass: Describer<PriorityClass> = (o, t, s) => {
  t.fact(0, 'Name', o.metadata.name);
  t.fact(0, 'Value', o.value);
  t.at(0, `GlobalDefault:\t${o.globalDefault ?? false}`);
  t.fact(0, 'PreemptionPolicy', o.preemptionPolicy);
  t.at(0, `Description:\t${o.description ?? ''}`);
  t.at(0, `Annotations:\t${inLine(o.metadata.annotations)}`);
  events(t, s);
};
