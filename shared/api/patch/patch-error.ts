/** Why a patch cannot be applied. Source: apiserver's handlers/patch.go, apimachinery's mergepatch errors. */

/**
 * `malformed`: the patch is not one (400). `impossible`: it does not fit the object it is for (422).
 * `odd`: Kubernetes answers with its bare text and 500.
 */
export class PatchError extends Error {
  readonly fault: 'malformed' | 'impossible' | 'odd';
  constructor(fault: PatchError['fault'], message: string) {
    super(message);
    this.name = 'PatchError';
    this.fault = fault;
  }
}
