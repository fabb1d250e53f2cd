// breaks: graph no-cycles
import type { Two } from './cycle-two.ts';
export interface One { readonly two?: Two }
