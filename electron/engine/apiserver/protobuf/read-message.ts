/** Protobuf's wire format: fields of a message, in the order they come. Source: protobuf.dev/programming-guides/encoding. */

/** A field: a varint, or bytes as a text of a character each. */
export interface WireField {
  readonly number: number;
  /** 0 a varint, 1 eight bytes, 2 bytes of any length, 5 four bytes. */
  readonly wire: 0 | 1 | 2 | 5;
  readonly value: bigint | string;
}

/** What is wrong with a message. */
export class WireError extends Error {}

/** Reads the fields of a message; groups, which Kubernetes does not send, are passed over. Throws WireError where it is cut off or no message. */
export function readMessage(bytes: string): readonly WireField[] {
  const reader = new Reader(bytes);
  const fields: WireField[] = [];
  while (!reader.done) {
    const { number, wire } = reader.tag();
    if (wire === 3) reader.skipGroup();
    else if (wire === 4) throw new WireError('proto: wiretype end group for non-group');
    else fields.push({ number, wire, value: reader.value(wire) });
  }
  return fields;
}

/** The varints of a packed list. Throws WireError. */
export function readVarints(bytes: string): readonly bigint[] {
  const reader = new Reader(bytes);
  const values: bigint[] = [];
  while (!reader.done) values.push(reader.varint());
  return values;
}

class Reader {
  readonly #bytes: string;
  #at = 0;

  constructor(bytes: string) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (shift > 63n) throw new WireError('proto: integer overflow');
      if (this.done) throw new WireError('unexpected EOF');
      const byte = this.#bytes.charCodeAt(this.#at++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
    }
  }

  tag(): { readonly number: number; readonly wire: 0 | 1 | 2 | 3 | 4 | 5 } {
    const tag = this.varint();
    const number = Number(BigInt.asIntN(32, tag >> 3n));
    const wire = Number(tag & 7n);
    if (number <= 0) throw new WireError(`proto: illegal tag ${number} (wire type ${wire})`);
    if (wire > 5) throw new WireError(`proto: illegal wireType ${wire}`);
    return { number, wire: wire as 0 | 1 | 2 | 3 | 4 | 5 };
  }

  value(wire: 0 | 1 | 2 | 5): bigint | string {
    return wire === 0 ? this.varint() : this.#take(wire === 1 ? 8 : wire === 5 ? 4 : Number(this.varint()));
  }

  skipGroup(): void {
    for (let open = 1; open > 0;) {
      const { wire } = this.tag();
      if (wire === 3) open++;
      else if (wire === 4) open--;
      else this.value(wire);
    }
  }

  #take(length: number): string {
    if (length < 0) throw new WireError('proto: negative length found during unmarshaling');
    if (length > this.#bytes.length - this.#at) throw new WireError('unexpected EOF');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }
}
