/** The endpoint as the application switches it on and off: off until somebody wants it, one at a time. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeListener } from '#shared/ipc/access.ts';
import { newToken } from '../loopback/guard.ts';
import type { OpenDesign } from '../session/open-design.ts';
import { makeCertificate, type ServerCertificate } from './certificate.ts';
import { kubeconfig } from './kubeconfig.ts';
import { startListener, type Listener } from './listener.ts';

export class KubeSwitch {
  readonly #design: OpenDesign;
  readonly #folder: string;
  readonly #token: string;
  #certificate: ServerCertificate | undefined;
  #listener: Listener | undefined;
  #state: KubeListener = { on: false };
  /** What is being switched: one thing after the other. */
  #last: Promise<unknown> = Promise.resolve();

  /** `folder` holds the application's own files. */
  constructor(design: OpenDesign, folder: string, token: string = newToken()) {
    this.#design = design;
    this.#folder = folder;
    this.#token = token;
  }

  get state(): KubeListener {
    return this.#state;
  }

  /** Switches it on; where it is on, nothing changes. Rejects where the port is taken. `path` is where the kubeconfig is written, among the application's own files unless given. */
  on(port = 0, path: string = join(this.#folder, 'kubeconfig.yaml')): Promise<KubeListener> {
    return this.#next(async () => {
      if (this.#listener) return this.#state;
      this.#certificate ??= await makeCertificate(Date.now());
      this.#listener = await startListener({ design: this.#design, port, token: this.#token, certificate: this.#certificate });
      const text = kubeconfig({ url: this.#listener.url, authority: this.#certificate.authority, token: this.#token });
      writeFileSync(path, text, { mode: 0o600 });
      return (this.#state = { on: true, url: this.#listener.url, kubeconfig: text, kubeconfigPath: path });
    });
  }

  off(): Promise<KubeListener> {
    return this.#next(async () => {
      await this.#listener?.close();
      this.#listener = undefined;
      return (this.#state = { on: false });
    });
  }

  #next<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#last.then(run, run);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
