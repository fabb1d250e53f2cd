/** The commands, in the order `help` lists them. A new one is a file beside this one and a line here. */
import type { Command } from '../command.ts';
import { apply } from './apply.ts';
import { auth } from './auth.ts';
import { create } from './create.ts';
import { del } from './delete.ts';
import { describe } from './describe.ts';
import { apiResources, apiVersions, clusterInfo, version } from './discovery.ts';
import { events } from './events.ts';
import { explain } from './explain.ts';
import { expose, run } from './expose.ts';
import { get } from './get.ts';
import { annotate, label } from './label.ts';
import { config, sleep, unsupported } from './local.ts';
import { logs } from './logs.ts';
import { cordon, drain, taint, uncordon } from './nodes.ts';
import { edit, patch, replace } from './patch.ts';
import { rollout } from './rollout.ts';
import { autoscale, scale } from './scale.ts';
import { set } from './set.ts';
import { top } from './top.ts';
import { wait } from './wait.ts';

export const commands: readonly Command[] = [
  get,
  describe,
  explain,
  events,
  logs,
  top,
  create,
  apply,
  patch,
  replace,
  edit,
  del,
  scale,
  autoscale,
  rollout,
  set,
  label,
  annotate,
  expose,
  run,
  taint,
  cordon,
  uncordon,
  drain,
  wait,
  auth,
  apiResources,
  apiVersions,
  config,
  version,
  clusterInfo,
  sleep,
  ...unsupported,
];

/** The command of a name. */
export function commandOf(name: string): Command | undefined {
  return commands.find((c) => c.name === name);
}
