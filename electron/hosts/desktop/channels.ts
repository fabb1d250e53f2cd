/**
 * The one map of channels between page and main process. Frames of the contract go both ways as texts; main looks into
 * none but those that ask for a native dialog.
 */
import type { IpcMainEvent, IpcRenderer, WebContents } from 'electron';

/** What is sent on each channel, page to main. */
export interface FromPage {
  /** A ClientFrame as JSON. */
  'drydock:frame': string;
  /** Characters of HostFrames the page has taken in; who sends them knows by this how far behind it is. */
  'drydock:taken': number;
}

/** What is sent on each channel, main to page. */
export interface ToPage {
  /** A HostFrame as JSON. */
  'drydock:frame': string;
}

/** Sends from the page. */
export function sendFromPage<C extends keyof FromPage>(ipc: Pick<IpcRenderer, 'send'>, channel: C, value: FromPage[C]): void {
  ipc.send(channel, value);
}

/** Listens in the page to what main sends. */
export function hearMain<C extends keyof ToPage>(ipc: Pick<IpcRenderer, 'on'>, channel: C, listener: (value: ToPage[C]) => void): void {
  ipc.on(channel, (_event, value: ToPage[C]) => {
    listener(value);
  });
}

/** Sends to the page. */
export function sendToPage<C extends keyof ToPage>(page: Pick<WebContents, 'send' | 'isDestroyed'>, channel: C, value: ToPage[C]): void {
  if (!page.isDestroyed()) page.send(channel, value);
}

/** Listens to what one page sends: its own main frame on its own address, and a value of the right type. */
export function hearPage<C extends keyof FromPage>(
  page: WebContents,
  channel: C,
  type: FromPage[C] extends string ? 'string' : 'number',
  listener: (value: FromPage[C]) => void,
): void {
  page.ipc.on(channel, (event: IpcMainEvent, value: unknown) => {
    if (isOwnPage(event) && typeof value === type) listener(value as FromPage[C]);
  });
}

/** The address of the application's page. */
export const PAGE_ORIGIN = 'drydock://app';

function isOwnPage({ senderFrame, sender }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && senderFrame.url.startsWith(`${PAGE_ORIGIN}/`);
}
