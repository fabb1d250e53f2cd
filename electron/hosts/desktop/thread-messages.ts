/** What the main process and the thread of a window's session say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { DocumentInfo } from '#shared/ipc/documents.ts';
import type { HostCommand, HostInfo } from '#shared/ipc/host.ts';

/** What a thread begins with. */
export interface ThreadData {
  readonly info: HostInfo;
  /** The application's own folder, and that of what comes with it. */
  readonly folder: string;
  readonly resources: string;
}

export type ToThread =
  /** A page sits down: frames go over the port as texts; numbers say how many characters it has taken in. */
  { readonly connect: MessagePort } | { readonly open: string } | { readonly offer: HostCommand } | { readonly end: true };

export type FromThread =
  { readonly document: DocumentInfo | null } | { readonly notOpened: { readonly path: string; readonly why: string } };
