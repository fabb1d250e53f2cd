/** Why a document cannot be opened or written, in words for the person. */

/** What kind of fault it is. */
export type DocumentFault = 'NotFound' | 'Exists' | 'InUse' | 'NotADocument' | 'Damaged' | 'Newer' | 'NotWritable' | 'DiskFault';

export class DocumentError extends Error {
  readonly reason: DocumentFault;

  constructor(reason: DocumentFault, message: string) {
    super(message);
    this.name = 'DocumentError';
    this.reason = reason;
  }
}
