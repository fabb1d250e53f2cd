/** Why a body is not an object of its type. */

/** A value that does not fit its type, or text that is not JSON; the message is Go's. Nothing else is thrown by decoding. */
export class DecodeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DecodeError';
  }
}
