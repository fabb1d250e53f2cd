/** Text to base64 and back, through UTF-8, without a platform's help. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The base64 of a text's UTF-8 bytes. */
export function base64Text(text: string): string {
  return base64Bytes(utf8(text));
}

/** The base64 of some bytes. */
export function base64Bytes(bytes: readonly number[]): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] as number, bytes[i + 1], bytes[i + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    out += `${ALPHABET[bits >> 18]}${ALPHABET[(bits >> 12) & 63]}${b === undefined ? '=' : ALPHABET[(bits >> 6) & 63]}${c === undefined ? '=' : ALPHABET[bits & 63]}`;
  }
  return out;
}

/** The text that base64 holds; bytes that are no UTF-8 become U+FFFD. */
export function textOfBase64(base64: string): string {
  let text = '';
  let bits = 0;
  let count = 0;
  let point = 0;
  let left = 0;
  const byte = (b: number) => {
    if (left > 0 && (b & 0xc0) === 0x80) {
      point = (point << 6) | (b & 63);
      if (--left === 0) text += point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? '\ufffd' : String.fromCodePoint(point);
      return;
    }
    if (left > 0) {
      text += '\ufffd';
      left = 0;
    }
    if (b < 0x80) text += String.fromCharCode(b);
    else if (b >= 0xc2 && b < 0xe0) {
      point = b & 31;
      left = 1;
    } else if (b >= 0xe0 && b < 0xf0) {
      point = b & 15;
      left = 2;
    } else if (b >= 0xf0 && b < 0xf5) {
      point = b & 7;
      left = 3;
    } else text += '\ufffd';
  };
  for (const c of base64) {
    const value = ALPHABET.indexOf(c);
    if (value < 0) continue;
    bits = (bits << 6) | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      byte((bits >> count) & 255);
    }
  }
  return left > 0 ? `${text}\ufffd` : text;
}

/** The bytes that base64 holds. */
export function bytesOfBase64(base64: string): readonly number[] {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const c of base64) {
    const value = ALPHABET.indexOf(c);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 255);
    }
  }
  return bytes;
}

/** A text's bytes in UTF-8. */
export function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const c of text.toWellFormed()) {
    const p = c.codePointAt(0) as number;
    if (p < 0x80) bytes.push(p);
    else if (p < 0x800) bytes.push(0xc0 | (p >> 6), 0x80 | (p & 63));
    else if (p < 0x10000) bytes.push(0xe0 | (p >> 12), 0x80 | ((p >> 6) & 63), 0x80 | (p & 63));
    else bytes.push(0xf0 | (p >> 18), 0x80 | ((p >> 12) & 63), 0x80 | ((p >> 6) & 63), 0x80 | (p & 63));
  }
  return bytes;
}
