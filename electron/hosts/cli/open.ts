/** What `npm start` does where there is no Electron: serves the application and opens it in a browser. */
import { existsSync } from 'node:fs';
import { newToken } from '../loopback/guard.ts';
import { readManifests } from '../session/files.ts';
import { startWebHost } from '../web/server.ts';
import { openBrowser } from './browser.ts';
import { CommandError, defineCommand } from './command.ts';
import { newDesk } from './new-desk.ts';
import { pages } from './project.ts';
import { untilTold } from './until-told.ts';

const BECAUSE: Readonly<Record<string, string>> = {
  binary: 'Electron is not here and could not be fetched, so Drydock opens in your browser:',
  display: 'There is no display for Electron, so Drydock is served for a browser:',
};

/** Opens the documents and manifests that are named. */
export const open = defineCommand({
  takes: '[FILE…]',
  summary: 'Opens Drydock in a browser, with a design, or with manifests to import.',
  options: { because: { type: 'string', value: Object.keys(BECAUSE).join('|'), says: 'why it is not Electron, to be said in a line' } },
  async run(values, positionals) {
    const desk = newDesk();
    const missing = positionals.find((f) => !existsSync(f));
    if (missing !== undefined) throw new CommandError(`there is nothing at ${missing}`);
    const documents = positionals.filter((f) => f.endsWith('.drydock'));
    const manifests = positionals.filter((f) => !f.endsWith('.drydock'));
    if (documents.length > 1) throw new CommandError('one document at a time');
    if (documents[0] !== undefined) desk.openDocument(documents[0]);
    if (manifests.length > 0) desk.offer({ command: 'import-files', files: readManifests(manifests) });
    const web = await startWebHost({ desk, port: 0, token: newToken(), pages });
    untilTold(async () => {
      await web.close();
      desk.end();
    });
    console.log(`${BECAUSE[values.because ?? ''] ?? 'Drydock is served for a browser:'}\n${web.url}`);
    if (values.because !== 'display') openBrowser(web.url);
  },
});
