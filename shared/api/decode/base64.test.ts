import { expect, test } from 'vitest';
import { canonicalBase64 } from './base64.ts';

test.each([
  ['QQ==', 'QQ=='],
  ['QR==', 'QQ=='],
  ['QU\nI=', 'QUI='],
  ['Q', 0],
  ['QQ', 0],
  ['QQ=', 3],
  ['QQ=x', 2],
  ['=', 0],
  ['QQ==x', 4],
  ['QUI@', 3],
  ['QUJDRA', 4],
  ['', ''],
])('base64 %j', (text, canonical) => expect(canonicalBase64(text)).toBe(canonical));
