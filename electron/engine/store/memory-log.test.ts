import { MemoryLog } from './memory-log.ts';
import { logConformance } from './log-conformance.ts';

logConformance('the log in memory', () => {
  const log = new MemoryLog();
  return { log, reopen: () => log, end: () => {} };
});
