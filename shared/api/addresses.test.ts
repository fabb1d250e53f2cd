import { expect, test } from 'vitest';
import {
  formatAddress,
  formatBlock,
  parseAddress,
  parseBlock,
  validateCIDR,
  validateIP,
  validateLegacyCIDR,
  validateLegacyIP,
} from './addresses.ts';

const canonical = (text: string) => {
  const a = parseAddress(text);
  return a && formatAddress(a);
};

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['010.0.0.1', '10.0.0.1'],
  ['1.2.3', undefined],
  ['1.2.3.256', undefined],
  ['1.2.3.4.5', undefined],
  ['', undefined],
  ['::', '::'],
  ['::1', '::1'],
  ['2001:DB8::1', '2001:db8::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ['1:2:3:4:5:6:7', undefined],
  ['1::2::3', undefined],
  ['1:2:3:4:5:6:7:8::', undefined],
  ['g::', undefined],
  ['1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:102:304'],
  [':1:2:3:4:5:6:7', undefined],
])('%s is %s', (text, expected) => expect(canonical(text)).toBe(expected));

test.each([
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['2001:db8::1/64', '2001:db8::/64'],
  ['10.0.0.0/33', undefined],
  ['10.0.0.0', undefined],
  ['10.0.0.0/a', undefined],
])('block %s is %s', (text, expected) => {
  const b = parseBlock(text);
  expect(b && formatBlock(b)).toBe(expected);
});

test('what is wrong is said in the words of Kubernetes', () => {
  expect(validateLegacyIP('1.2.3', 'ip')[0]?.detail).toBe(
    'Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  );
  expect(validateLegacyIP('010.0.0.1', 'ip')[0]?.detail).toBe('Invalid value: "010.0.0.1": must not have leading 0s');
  expect(validateIP('2001:DB8::1', 'ip')[0]?.detail).toBe('Invalid value: "2001:DB8::1": must be in canonical form ("2001:db8::1")');
  expect(validateLegacyCIDR('10.0.0.1/8', 'cidr')[0]?.detail).toBe(
    'Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length',
  );
  expect(validateCIDR('10.0.0.0/8', 'cidr')).toEqual([]);
});
