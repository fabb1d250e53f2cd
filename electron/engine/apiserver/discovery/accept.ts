/** Which of the representations a server has a client takes. Source: RFC 9110, apimachinery's negotiation of media types. */

/** One media type a client accepts, with its parameters. */
export interface Accepted {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The media types of an Accept header, the preferred ones first; everything where there is none. */
export function accepted(header: string): readonly Accepted[] {
  const list = (header.trim() || '*/*').split(',').map((part) => {
    const [type = '', ...rest] = part.split(';').map((s) => s.trim());
    const parameters = Object.fromEntries(
      rest.map((p) => {
        const [k = '', v = ''] = p.split('=');
        return [k.trim(), v.trim().replace(/^"|"$/g, '')];
      }),
    );
    return { type: type.toLowerCase(), parameters, q: Number(parameters['q'] ?? 1) || 0 };
  });
  return list.filter((a) => a.q > 0).sort((a, b) => b.q - a.q);
}

/** Whether a media type stands for JSON. */
export function isJson({ type }: Accepted): boolean {
  return type === 'application/json' || type === 'application/*' || type === '*/*';
}
