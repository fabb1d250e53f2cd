/** What can be done to a design. A new command is a file beside this one and a line here. */
import { add } from './add.ts';
import { connect } from './connect.ts';
import { createMissing } from './create-missing.ts';
import type { DesignerCommand } from './design.ts';
import { disconnect } from './disconnect.ts';
import { duplicate } from './duplicate.ts';
import { move } from './move.ts';
import { cordon, power } from './node-switches.ts';
import { paste } from './paste.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';
import { scale } from './scale.ts';

/** The commands by name. */
export const designerCommands = {
  add,
  createMissing,
  connect,
  disconnect,
  scale,
  rename,
  move,
  duplicate,
  paste,
  remove,
  cordon,
  power,
} as const satisfies Readonly<Record<string, DesignerCommand<never>>>;
