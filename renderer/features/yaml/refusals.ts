/** What the API finds wrong with an object, each with the field it is about: causes of a Status, or what its words name. */
import { BridgeError, messageOf } from '../../bridge/index.ts';

/** `field` is a path, 'spec.containers[0].image'; '' where it is not said. */
export interface Refusal {
  readonly field: string;
  readonly message: string;
}

/** Fields as decoders name them: 'unknown field "spec.replica"', 'Go struct field DeploymentSpec.spec.replicas of type int32'. */
const STRICT = /(?:unknown|duplicate) field "([^"]+)"/g;
const TYPE = /Go struct field \w*\.([\w.]+) of type/;

/** What was refused; one without a field where nothing more is known. */
export function refusalsOf(e: unknown): readonly Refusal[] {
  const message = messageOf(e);
  const causes = causesOf(e);
  if (causes.length > 0)
    return causes.map((c) => ({ field: c.field ?? '', message: `${c.field ? `${c.field}: ` : ''}${c.message ?? message}` }));
  const strict = [...message.matchAll(STRICT)].map(([words, field = '']) => ({ field, message: words }));
  return strict.length > 0 ? strict : [{ field: TYPE.exec(message)?.[1] ?? '', message }];
}

/** The causes of a Status, wherever the error carries it. */
function causesOf(e: unknown): readonly { readonly field?: string; readonly message?: string }[] {
  const details = e instanceof BridgeError ? (e.details as { causes?: unknown; details?: { causes?: unknown } } | undefined) : undefined;
  const causes = details?.causes ?? details?.details?.causes;
  return Array.isArray(causes) ? causes : [];
}
