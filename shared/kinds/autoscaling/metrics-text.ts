/** An autoscaler's metrics as tables print them: 'cpu: 50%/80%, 10/1k + 1 more...'. Source: printers formatHPAMetrics. */
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../generated/types.ts';

const UNKNOWN = '<unknown>';
const SHOWN = 2;

export function metricsText(specs: readonly MetricSpec[], current: readonly MetricStatus[]): string {
  if (specs.length === 0) return '<none>';
  const texts = specs.map((s, i) => metricText(s, current[i]));
  const more = texts.length - SHOWN;
  return more > 0 ? `${texts.slice(0, SHOWN).join(', ')} + ${more} more...` : texts.join(', ');
}

function metricText(s: MetricSpec, now: MetricStatus | undefined): string {
  switch (s.type) {
    case 'External':
      return valueText(s.external?.target, now?.external?.current);
    case 'Object':
      return valueText(s.object?.target, now?.object?.current);
    case 'Pods':
      return `${now?.pods?.current.averageValue ?? UNKNOWN}/${s.pods?.target.averageValue ?? ''}`;
    case 'Resource':
      return `${s.resource?.name}: ${usageText(s.resource?.target, now?.resource?.current)}`;
    case 'ContainerResource':
      return `${s.containerResource?.name}: ${usageText(s.containerResource?.target, now?.containerResource?.current)}`;
    default:
      return '<unknown type>';
  }
}

function valueText(target: MetricTarget | undefined, now: MetricValueStatus | undefined): string {
  return target?.averageValue !== undefined
    ? `${now?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`
    : `${now?.value ?? UNKNOWN}/${target?.value ?? ''}`;
}

function usageText(target: MetricTarget | undefined, now: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${now?.averageValue ?? UNKNOWN}/${target.averageValue}`;
  const percent = (n: number | undefined, none: string) => (n === undefined ? none : `${n}%`);
  return `${percent(now?.averageUtilization, UNKNOWN)}/${percent(target?.averageUtilization, '<auto>')}`;
}
