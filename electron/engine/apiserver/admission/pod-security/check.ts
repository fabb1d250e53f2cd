/** A check of the pod security standards, and the words that its answer is put in. Source: k8s.io/pod-security-admission/policy. */
import { quoted } from '#shared/api/errors.ts';
import type { Container, PodSpec } from '#shared/kinds/types.ts';
import type { ObjectMeta } from '#shared/kinds/generated/types.ts';

/** What is wrong with a pod: in short, and where. */
export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** One rule of a level. */
export interface Check {
  /** As Kubernetes names it; answers are in this order. */
  readonly id: string;
  /** The minor version of Kubernetes since which it is checked. */
  readonly since?: number;
  /** Checks of a lower level that this one makes needless. */
  readonly overrides?: string;
  check(spec: PodSpec, metadata: ObjectMeta): Violation | undefined;
}

/** '"a", "b"'. */
export const list = (names: readonly string[]): string => names.map(quoted).join(', ');

/** '"a", "b"' of what was met, each once and sorted. */
export const sorted = (names: Iterable<string>): string => list([...new Set(names)].sort());

/** 'container "a"', 'containers "a", "b"'. */
export const named = (noun: string, names: readonly string[]): string => `${noun}${names.length > 1 ? 's' : ''} ${list(names)}`;

/** 'pod and container "a"': who set something. */
export function setters(pod: boolean, containers: readonly string[]): string {
  return [...(pod ? ['pod'] : []), ...(containers.length ? [named('container', containers)] : [])].join(' and ');
}

/** All containers, those that run first first. */
export function containersOf(spec: PodSpec): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers, ...((spec.ephemeralContainers ?? []) as readonly Container[])];
}

/** The names of the containers for which something holds. */
export function containersThat(spec: PodSpec, holds: (k: Container) => boolean): readonly string[] {
  return containersOf(spec)
    .filter(holds)
    .map((k) => k.name);
}

/** Rules about users do not matter to a pod that has users of its own. */
export const hasOwnUsers = (spec: PodSpec): boolean => spec.hostUsers === false;

export const isWindows = (spec: PodSpec): boolean => spec.os?.name === 'windows';
