import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logConformance } from '#engine/store/log-conformance.ts';
import { DesignDocument } from './document.ts';

logConformance('the log in SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-test-'));
  const path = join(folder, 'a.drydock');
  let document = DesignDocument.create(path, { seed: 1, epochMs: 0 });
  return {
    log: document.log,
    reopen() {
      document.commit(0, 'grouped');
      document.close();
      document = DesignDocument.open(path);
      return document.log;
    },
    end() {
      document.close();
      rmSync(folder, { recursive: true });
    },
  };
});
