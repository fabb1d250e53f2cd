/** IPAddress. */
import { defineKind } from '../definition.ts';
import type { IPAddress } from '../types.ts';

export const ipAddresses = defineKind<IPAddress>({
  apiVersion: 'networking.k8s.io/v1', kind: 'IPAddress', plural: 'ipaddresses', shortNames: ['ip'], namespaced: false,
});
