/**
 * How an application behaves, said in annotations beside its pod template: what the kubelet acts out and what usage is
 * reckoned from. `behaviour.drydock.dev/startup: 5s` holds for every container of the pod,
 * `app.behaviour.drydock.dev/startup: 5s` for the container `app` alone. Nothing of it means anything to Kubernetes.
 */
import { memoByIdentity } from '../../api/json.ts';
import { milliOf, unitsOf } from '../../api/quantity.ts';
import { parseSpan, type Ms } from '../../api/time.ts';

/** The domain of every annotation that describes behaviour. */
export const BEHAVIOUR_DOMAIN = 'behaviour.drydock.dev';

/** How a run of a container ends when its time (`exitAfterMs`) is up: with an exit code, or not at all. */
export type RunEnd = number | 'runs';

/** What one container does. Times count from its start unless said otherwise; what is undefined never happens. */
export interface ContainerBehaviour {
  /** Until it has started: startup and liveness probes succeed from then on. */
  readonly startupMs: Ms;
  /** From then until its readiness probe succeeds. */
  readonly readinessMs: Ms;
  /** How long it takes to stop once it is told to; longer than the grace period means it is killed. */
  readonly shutdownMs: Ms;
  /** How long it runs by itself. */
  readonly exitAfterMs: Ms | undefined;
  /** How its first run ends, its second, …; the last repeats. */
  readonly exits: readonly RunEnd[];
  /** After this long its readiness probe fails, for `unreadyForMs` or for good. */
  readonly unreadyAfterMs: Ms | undefined;
  readonly unreadyForMs: Ms | undefined;
  /** After this long its liveness probe fails, for as long as that run lasts. */
  readonly hangsAfterMs: Ms | undefined;
  /** Thousandths of a cpu while nothing is asked of it, and for each request a second. */
  readonly cpuAtRest: number | undefined;
  readonly cpuPerRequest: number;
  /** Bytes while nothing is asked of it, for each request a second, and added every second that it runs (a leak). */
  readonly memoryAtRest: number | undefined;
  readonly memoryPerRequest: number;
  readonly memoryGrowth: number;
  /** Bytes of ephemeral storage that it holds at once, and that it adds every second. */
  readonly diskAtRest: number;
  readonly diskGrowth: number;
  /** Bytes to pull. */
  readonly imageSize: number;
  readonly imageExists: boolean;
  /** Whether the registry gives the image only to those who bring a pull secret. */
  readonly imageNeedsSecret: boolean;
}

/** What a field's text may be. */
export type BehaviourFieldType = 'span' | 'cpu' | 'bytes' | 'boolean' | 'exits';

/** A field as forms and reviews show it. */
export interface BehaviourField {
  /** The name after the domain: 'startup'. */
  readonly name: string;
  readonly key: keyof ContainerBehaviour;
  readonly type: BehaviourFieldType;
  readonly description: string;
}

const MIB = 1024 * 1024;

/** What a container does of which nothing is said. */
export const ORDINARY: ContainerBehaviour = Object.freeze({
  startupMs: 1000,
  readinessMs: 0,
  shutdownMs: 1000,
  exitAfterMs: undefined,
  exits: Object.freeze([0] as RunEnd[]),
  unreadyAfterMs: undefined,
  unreadyForMs: undefined,
  hangsAfterMs: undefined,
  cpuAtRest: undefined,
  cpuPerRequest: 0,
  memoryAtRest: undefined,
  memoryPerRequest: 0,
  memoryGrowth: 0,
  diskAtRest: 0,
  diskGrowth: 0,
  imageSize: 100 * MIB,
  imageExists: true,
  imageNeedsSecret: false,
});

/** Every field, in the order a form shows them. */
export const behaviourFields: readonly BehaviourField[] = [
  { name: 'startup', key: 'startupMs', type: 'span', description: 'Time from its start until it has started up.' },
  { name: 'readiness', key: 'readinessMs', type: 'span', description: 'Time from then until it is ready for requests.' },
  { name: 'shutdown', key: 'shutdownMs', type: 'span', description: 'Time it takes to stop when it is told to.' },
  { name: 'exit-after', key: 'exitAfterMs', type: 'span', description: 'How long it runs before it ends by itself.' },
  {
    name: 'exits',
    key: 'exits',
    type: 'exits',
    description: 'How each run ends, one after the other: an exit code, or "runs" where that run goes on. The last repeats.',
  },
  { name: 'unready-after', key: 'unreadyAfterMs', type: 'span', description: 'When its readiness probe begins to fail.' },
  {
    name: 'unready-for',
    key: 'unreadyForMs',
    type: 'span',
    description: 'How long its readiness probe fails then; for good where this is not said.',
  },
  { name: 'hangs-after', key: 'hangsAfterMs', type: 'span', description: 'When its liveness probe begins to fail.' },
  { name: 'cpu-at-rest', key: 'cpuAtRest', type: 'cpu', description: 'Cpu it uses while nothing is asked of it.' },
  { name: 'cpu-per-request', key: 'cpuPerRequest', type: 'cpu', description: 'Cpu it uses for each request a second.' },
  { name: 'memory-at-rest', key: 'memoryAtRest', type: 'bytes', description: 'Memory it uses while nothing is asked of it.' },
  { name: 'memory-per-request', key: 'memoryPerRequest', type: 'bytes', description: 'Memory it uses for each request a second.' },
  { name: 'memory-growth', key: 'memoryGrowth', type: 'bytes', description: 'Memory it loses every second (a leak).' },
  { name: 'disk-at-rest', key: 'diskAtRest', type: 'bytes', description: 'Ephemeral storage it holds from the start.' },
  { name: 'disk-growth', key: 'diskGrowth', type: 'bytes', description: 'Ephemeral storage it fills every second.' },
  { name: 'image-size', key: 'imageSize', type: 'bytes', description: 'Size of its image.' },
  { name: 'image-exists', key: 'imageExists', type: 'boolean', description: 'Whether the image is in its registry.' },
  { name: 'image-needs-secret', key: 'imageNeedsSecret', type: 'boolean', description: 'Whether the registry asks for a pull secret.' },
];

/** Requests a second: on a Service, of all its clients together; on a pod, of each pod by itself. */
export const REQUESTS = `${BEHAVIOUR_DOMAIN}/requests-per-second`;

/** The annotation that gives a metric a value: on a pod its own, on any object the metric of that object, on a namespace an external one. */
export const metricAnnotation = (metric: string): string => `metric.${BEHAVIOUR_DOMAIN}/${metric}`;

type Annotations = Readonly<Record<string, string>>;

const EXITS = /^\s*(?:\d{1,3}|runs)(?:[\s,]+(?:\d{1,3}|runs))*\s*$/;

/** Reads a field's text; undefined where it is none of its type. */
export function readBehaviour(type: BehaviourFieldType, text: string): Ms | number | boolean | readonly RunEnd[] | undefined {
  switch (type) {
    case 'span':
      return parseSpan(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'exits':
      return EXITS.test(text)
        ? Object.freeze(
            text
              .trim()
              .split(/[\s,]+/)
              .map((w): RunEnd => (w === 'runs' ? w : Number(w))),
          )
        : undefined;
    case 'cpu':
    case 'bytes':
      return amount(type, text);
  }
}

function amount(type: 'cpu' | 'bytes', text: string): number | undefined {
  try {
    const n = type === 'cpu' ? milliOf(text) : unitsOf(text);
    return n >= 0 ? n : undefined;
  } catch {
    return undefined;
  }
}

const parsed = memoByIdentity((annotations: Annotations) => {
  const said = new Map<string, Partial<Record<keyof ContainerBehaviour, unknown>>>();
  const known = new Map<string, ContainerBehaviour>();
  for (const [name, text] of Object.entries(annotations)) {
    const at = placeOf(name);
    const field = at && behaviourFields.find((f) => f.name === at.field);
    const value = field && readBehaviour(field.type, text);
    if (at && field && value !== undefined) said.set(at.container, { ...said.get(at.container), [field.key]: value });
  }
  const all = said.size ? Object.freeze({ ...ORDINARY, ...said.get('') } as ContainerBehaviour) : ORDINARY;
  for (const [container, own] of said) if (container) known.set(container, Object.freeze({ ...all, ...own } as ContainerBehaviour));
  return (container: string): ContainerBehaviour => known.get(container) ?? all;
});

/** The container ('' for all) and the field that an annotation speaks of. */
function placeOf(name: string): { readonly container: string; readonly field: string } | undefined {
  const slash = name.indexOf('/');
  const domain = name.slice(0, slash);
  if (domain === BEHAVIOUR_DOMAIN) return { container: '', field: name.slice(slash + 1) };
  const container = domain.endsWith(`.${BEHAVIOUR_DOMAIN}`) ? domain.slice(0, -BEHAVIOUR_DOMAIN.length - 1) : 'metric';
  return container === 'metric' ? undefined : { container, field: name.slice(slash + 1) };
}

/** What a container of a pod does. `annotations` are the pod's (or its template's). What cannot be read is passed over. */
export function behaviourOf(annotations: Annotations | undefined, container: string): ContainerBehaviour {
  return annotations ? parsed(annotations)(container) : ORDINARY;
}

/** How run number `run` (0 is the first; restarts and a Job's failures before it count) of a container ends. */
export function endOfRun(b: Pick<ContainerBehaviour, 'exits'>, run: number): RunEnd {
  return b.exits[Math.min(run, b.exits.length - 1)] ?? 0;
}

/** Annotations of behaviour that cannot be read, with what is wrong: for reviews and forms. */
export function behaviourFaults(annotations: Annotations | undefined): readonly { readonly annotation: string; readonly fault: string }[] {
  return Object.entries(annotations ?? {}).flatMap(([annotation, text]) => {
    const at = placeOf(annotation);
    if (!at || annotation === REQUESTS) return [];
    const field = behaviourFields.find((f) => f.name === at.field);
    if (!field) return [{ annotation, fault: `there is no behaviour ${JSON.stringify(at.field)}` }];
    return readBehaviour(field.type, text) === undefined
      ? [{ annotation, fault: `${JSON.stringify(text)} is no ${WHAT[field.type]}` }]
      : [];
  });
}

const WHAT: Readonly<Record<BehaviourFieldType, string>> = {
  span: 'span of time such as 30s or 1m30s',
  cpu: 'amount of cpu such as 250m',
  bytes: 'amount of bytes such as 64Mi',
  boolean: 'true or false',
  exits: 'list of exit codes such as "1, 1, runs"',
};

/** Requests a second that an object's annotation states; 0 where it says nothing. */
export function requestsPerSecond(o: { readonly metadata: { readonly annotations?: Annotations } }): number {
  const text = o.metadata.annotations?.[REQUESTS];
  return text === undefined ? 0 : (amount('cpu', text) ?? 0) / 1000;
}

/** The value an object's annotation gives a metric, in thousandths; undefined where it gives none. */
export function metricMilli(o: { readonly metadata: { readonly annotations?: Annotations } }, metric: string): number | undefined {
  const text = o.metadata.annotations?.[metricAnnotation(metric)];
  return text === undefined ? undefined : amount('cpu', text);
}
