/** A command line that makes no sense, said so that it can be mended. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
