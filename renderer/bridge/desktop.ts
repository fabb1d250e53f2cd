/** The bridge of the desktop: what the preload puts on the window. It is always there. */
import type { Bridge } from '#shared/ipc/contract.ts';
import type { PreloadPort } from '#shared/ipc/wire.ts';
import type { Connection } from './connection.ts';
import { BridgeError } from './errors.ts';

/** Speaks the contract through the preload's port. */
export function desktopBridge(port: PreloadPort): Connection {
  const request = async (name: string, input: unknown) => {
    const outcome = await port.request(name, input);
    if ('error' in outcome) throw new BridgeError(outcome.error);
    return outcome.value;
  };
  return {
    state: 'open',
    onState(tell) { tell('open'); return () => {}; },
    request: request as Bridge['request'],
    subscribe: (name, input, sink, end) => port.subscribe(name, input, sink as (item: unknown) => void, end ?? (() => {})),
    pathOf: (file) => port.pathOf(file),
  };
}
