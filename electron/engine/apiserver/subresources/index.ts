/** What serves the subresources and the kinds that are not stored. `status` needs none: lifecycle.ts knows it. */
import type { SubresourceHandler } from './handler.ts';
import { podBinding } from './pod-binding.ts';

export const subresourceHandlers: readonly SubresourceHandler[] = [podBinding];
