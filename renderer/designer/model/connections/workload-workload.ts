import { templateOf } from '#shared/graph/pod-template.ts';
import { selectionOf } from '#shared/graph/selections.ts';
import { namespaceOf } from '#shared/api/object.ts';
import { Refusal } from '../design.ts';
import type { Connection } from './connection.ts';
import { workloadService } from './workload-service.ts';

/** One workload talks to another through a service that stands for it. */
export const workloadWorkload: Connection = {
  id: 'workload-workload',
  fits: (from, to) => templateOf(from) !== undefined && templateOf(to) !== undefined,
  connect(from, to, doc) {
    const labels = templateOf(to)?.metadata?.labels;
    const service = doc.list('core/services', namespaceOf(to)).find((s) => selectionOf(s)?.matches(labels));
    if (!service)
      throw new Refusal(`No service stands for ${to.metadata.name} yet: pods are reached through a Service. Drop one on it first.`);
    return workloadService.connect(from, service, doc, '');
  },
};
