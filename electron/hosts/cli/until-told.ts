/** Keeps a server running until it is told to end: by a signal, or by the death of who started it. */
export function untilTold(end: () => Promise<void>): void {
  let ending = false;
  const once = () => {
    if (ending) return;
    ending = true;
    end().then(
      () => process.exit(0),
      (e: unknown) => {
        console.error(e);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, once);
  process.on('disconnect', once);
}
