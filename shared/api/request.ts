/** A request to the API and its answer, wherever it comes from: kubectl, the canvas, the console, a script. */

/** One API request, as HTTP would carry it. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';
  /** Path and query: '/api/v1/namespaces/shop/pods?limit=500'. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body as text (of protobuf a character for each byte), or as a value that is then taken as JSON. */
  readonly body?: string | object;
}

/** What came of it. `body` is a value to be written as JSON, or text. */
export interface ApiResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}
