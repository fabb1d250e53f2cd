/** A step from one format of the document file to the next. */
export interface Migration {
  /** The format it leads to, as user_version says it. */
  readonly to: number;
  readonly sql: string;
}
