/** Short messages that need no answer. */
import type { Notice } from '#shared/ipc/host.ts';
import { messageOf } from '../bridge/errors.ts';

/** A message with, where there is one, the thing to do about it. */
export interface ShownNotice extends Notice {
  readonly action?: { readonly label: string; run(): void };
}

/** Shows notices; what does so is given once the page is there. */
export class Notices {
  #show: ((n: ShownNotice) => void) | undefined;
  #unshown: ShownNotice[] = [];

  /** Says how notices are shown. */
  showBy(show: (n: ShownNotice) => void): void {
    this.#show = show;
    for (const n of this.#unshown.splice(0)) show(n);
  }

  show(n: ShownNotice): void {
    if (this.#show) this.#show(n);
    else this.#unshown.push(n);
  }

  info(text: string, detail?: string): void {
    this.show({ severity: 'info', text, ...(detail !== undefined && { detail }) });
  }

  /** What went wrong, in the words of what threw. */
  error(e: unknown, text?: string): void {
    const message = messageOf(e);
    this.show(text === undefined ? { severity: 'error', text: message } : { severity: 'error', text, detail: message });
  }
}
