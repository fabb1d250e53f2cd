/** Manifests on their way in and out. */
import type { ApiObject } from '../api/object.ts';

/** A text to be imported. */
export interface SourceFile {
  /** What messages call it. */
  readonly name: string;
  readonly text: string;
}

/** Something to know about a document of an import. Lines and columns count from 1. */
export interface ImportNote {
  readonly file: string;
  /** Counts from 1 within the file. */
  readonly document: number;
  readonly line?: number;
  readonly column?: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** What an import would do, or did. */
export interface ImportResult {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly notes: readonly ImportNote[];
  /** True where nothing was written (a plan, or an import with errors). */
  readonly dryRun: boolean;
  /** A pool that would hold what is imported, offered where the design has no nodes. */
  readonly suggestedPool?: ApiObject;
}

/** A file to be written. */
export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** What to export and how. */
export interface ExportOptions {
  readonly as: 'one-file' | 'file-per-object' | 'kustomize';
  /** Log keys; everything that was authored, unless given. */
  readonly keys?: readonly string[];
  /** Write the values of Secrets, not placeholders. */
  readonly secrets?: boolean;
  /** Also write NodePools and the behaviour annotations, which no real cluster knows. */
  readonly drydock?: boolean;
}
