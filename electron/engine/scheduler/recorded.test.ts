/**
 * The recorded cases of a real scheduler: where pods went, and its own words where they went nowhere. They lie beside the
 * checkout (../shared/fidelity); where they do not, there is nothing to compare with.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Draft } from '#shared/api/object.ts';
import { pods } from '#shared/kinds/core/pod.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const CASES = new URL('../../../../shared/fidelity/cases/scheduling/', import.meta.url);
const NS = 'recorded';

interface Step {
  readonly op: string;
  readonly method?: string;
  readonly path?: string;
  readonly body?: Draft & Record<string, unknown>;
  readonly expect?: { readonly body: { readonly items: readonly Recorded[] } };
}
interface Recorded {
  readonly metadata: { readonly name: string; readonly labels?: object };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly message?: string; readonly reason?: string }[];
  };
}

const told = ({ metadata, spec, status }: Recorded) => {
  const scheduled = status.conditions?.find((c) => c.type === 'PodScheduled');
  return {
    name: metadata.name,
    labels: metadata.labels ?? {},
    node: spec.nodeName,
    phase: status.phase,
    reason: scheduled?.reason,
    message: scheduled?.message,
  };
};

function replay(steps: readonly Step[], nodes: readonly object[]): void {
  const c = new TestCluster().apply(...(nodes as Draft[] as never[])).settle();
  for (const { op, method, path, body, expect: expected } of steps) {
    if (op === 'settle' || op === 'until') c.settle();
    else if (op === 'sleep') c.advance('3s');
    else if (method === 'POST' && body) c.apply(withNamespace(body, path ?? '') as never);
    else if (method === 'GET' && expected) {
      const has = c.list(pods, NS).map((p) => told(p as unknown as Recorded));
      expect(has.sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual(
        expected.body.items.map(told).sort((a, b) => (a.name < b.name ? -1 : 1)),
      );
    }
  }
}

function withNamespace(body: Draft, path: string): Draft {
  const inNamespace = path.includes('/namespaces/') ? { ...body, metadata: { ...body.metadata, namespace: NS } } : body;
  return body.kind === 'Pod' ? ({ ...inNamespace, status: { phase: 'Pending' } } as Draft) : inNamespace;
}

describe.skipIf(!existsSync(CASES))('recorded scheduling', () => {
  const files = existsSync(CASES) ? readdirSync(CASES).filter((f) => f.endsWith('.json')) : [];
  it.each(files)('%s', (file) => {
    const { steps, nodes = [] } = JSON.parse(readFileSync(new URL(file, CASES), 'utf8').replaceAll('$NS', NS)) as {
      steps: readonly Step[];
      nodes?: readonly object[];
    };
    replay(steps, nodes);
  });
});
