/** The allocators. */
import type { Allocator } from '../context.ts';
import { serviceAllocator } from './service-allocator.ts';

export const allocators: readonly Allocator[] = [serviceAllocator];
