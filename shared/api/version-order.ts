/** Which version of an API comes first. Source: apimachinery's util/version. */

/** Preferred first: v2, v1, v1beta2, v1beta1, v1alpha1, then anything else by its letters. */
export function compareVersions(a: string, b: string): number {
  const x = parsed(a);
  const y = parsed(b);
  if (!x || !y) return x ? -1 : y ? 1 : a < b ? -1 : a > b ? 1 : 0;
  return y.stability - x.stability || y.major - x.major || y.minor - x.minor;
}

function parsed(v: string): { readonly major: number; readonly stability: number; readonly minor: number } | undefined {
  const m = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(v);
  return m ? { major: Number(m[1]), stability: m[2] === undefined ? 2 : m[2] === 'beta' ? 1 : 0, minor: Number(m[3] ?? 0) } : undefined;
}
