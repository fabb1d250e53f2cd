/** How a field shows what is inside it. The form provides it: fields contain structures, and structures fields. */
import { createContext, type Component } from 'svelte';
import type { FieldPath } from '#shared/api/field-path.ts';
import type { FormSchema } from './form-schema.ts';

/** An entry of a list in a few words; '' where there is nothing to say yet. */
export type EntryWords = (entry: unknown) => string;

/** The component that edits a structured value. */
export type Nested = Component<{ path: FieldPath; schema: FormSchema; name: string; entryWords?: EntryWords | undefined }>;

const [useNested, provideNested] = createContext<Nested>();

export { useNested, provideNested };
