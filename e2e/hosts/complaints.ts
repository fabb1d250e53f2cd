/** What pages complain of while a test runs: errors nobody caught, and errors on their consoles. */
import type { BrowserContext } from '@playwright/test';

export class Complaints {
  readonly heard: string[] = [];
  readonly #ignored = new WeakSet<BrowserContext>();

  /** Hears every page of a context, those to come too. */
  listen(context: BrowserContext): void {
    const hear = (what: string) => {
      if (!this.#ignored.has(context)) this.heard.push(what);
    };
    context.on('weberror', (e) => {
      hear(`${e.page()?.url() ?? 'a page'}: ${e.error().stack ?? e.error().message}`);
    });
    context.on('console', (m) => {
      if (m.type() === 'error') hear(`${m.location().url}: ${m.text()}`);
    });
  }

  /** From here on the pages of a context may complain: what they talk to is taken away from them. */
  ignore(context: BrowserContext): void {
    this.#ignored.add(context);
  }
}
