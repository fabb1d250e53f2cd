/** The allocators. */
import type { Allocator } from './allocator.ts';

export const allocators: readonly Allocator[] = [];
