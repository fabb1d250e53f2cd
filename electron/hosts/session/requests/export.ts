import { exportDesign as exported } from '#engine/manifests/export.ts';
import { boolean, fields, list, oneOf, optional, someText } from '../input.ts';
import type { Handler } from './handler.ts';

/** The design as files. */
export const exportDesign: Handler<'export'> = (input, { desk: { session } }) => {
  const o = fields(input);
  const keys = optional(o, 'keys', (from, name) => list(from, name, (key) => someText({ key }, 'key')));
  const options = {
    as: oneOf(o, 'as', ['one-file', 'file-per-object', 'kustomize']),
    ...(keys && { keys }),
    secrets: optional(o, 'secrets', boolean) ?? false,
    drydock: optional(o, 'drydock', boolean) ?? false,
  } as const;
  return session.read(() => exported(session.cluster.core, session.document.log, session.document.sources, options, session.info().name));
};
