/** A ready kubeconfig: where the endpoint is, whom to trust, and the token. */
export interface KubeconfigFacts {
  readonly url: string;
  /** The authority's certificate, as PEM. */
  readonly authority: string;
  readonly token: string;
}

/** The file as text. JSON is YAML, and needs no quoting that could go wrong. */
export function kubeconfig({ url, authority, token }: KubeconfigFacts): string {
  const name = 'drydock';
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      preferences: {},
      clusters: [{ name, cluster: { server: url, 'certificate-authority-data': Buffer.from(authority).toString('base64') } }],
      users: [{ name: 'drydock-admin', user: { token } }],
      contexts: [{ name, context: { cluster: name, user: 'drydock-admin' } }],
    },
    null,
    2,
  )}\n`;
}
