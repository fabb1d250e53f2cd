/** kubectl apply. Source: kubectl's cmd/apply. */
import { canonical, equal, isObject, type JsonObject } from '#shared/api/json.ts';
import { threeWay } from '#shared/yaml/three-way.ts';
import { dryRun, report, validation, type Command, type Run } from '../command.ts';
import { ApiFailure, CommandError, failureText } from '../failure.ts';
import { list, text, toggle } from '../flags.ts';
import { manifestsOf, type Manifest } from '../manifests.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export const apply: Command = {
  name: 'apply',
  summary: 'Apply a configuration to a resource by file name or stdin',
  positional: 'none',
  flags: [
    list('filename', 'f'),
    { name: 'dry-run', type: 'text', bare: 'unchanged', values: ['server', 'client', 'none'] },
    toggle('server-side'),
    toggle('force-conflicts'),
    text('field-manager'),
    text('output', 'o', ['name', 'yaml', 'json']),
    toggle('recursive', 'R'),
    { name: 'validate', type: 'text', bare: 'strict', values: ['strict', 'warn', 'ignore', 'true', 'false'] },
  ],
  async run(r) {
    if (!r.flags.has('filename')) throw new CommandError('must specify one of -f and -k');
    let failed: unknown;
    for await (const m of manifestsOf(r, 'apply')) {
      try {
        await (r.flags.on('server-side') ? onServer(r, m) : onClient(r, m));
      } catch (e) {
        if (!(e instanceof ApiFailure)) throw e;
        failed = e;
        r.error(
          e.reason === 'Conflict' && r.flags.on('server-side') ? conflictText(e) : failureText(e, `error when applying "${m.source}"`),
        );
      }
    }
    if (failed) throw new CommandError('', true);
  },
};

async function onServer(r: Run, m: Manifest): Promise<void> {
  const written = await r.api.patch(m.kind, m.namespace, m.name, m.object, 'apply', {
    fieldManager: r.flags.text('field-manager') ?? 'kubectl',
    force: r.flags.on('force-conflicts'),
    ...validation(r),
    ...dryRun(r),
  });
  report(r, m.kind, written, 'serverside-applied');
}

async function onClient(r: Run, m: Manifest): Promise<void> {
  const said = canonicalText(m.object);
  const current = m.name ? ((await r.api.find(m.kind, m.namespace, m.name)) as unknown as JsonObject | undefined) : undefined;
  if (!current) {
    try {
      const made =
        r.flags.text('dry-run') === 'client'
          ? (m.object as never)
          : await r.api.create(m.kind, m.namespace, annotated(m.object, said), {
              fieldManager: 'kubectl-client-side-apply',
              ...validation(r),
              ...dryRun(r),
            });
      return report(r, m.kind, made, 'created');
    } catch (e) {
      if (!(e instanceof ApiFailure)) throw e;
      r.error(failureText(e, `error when creating "${m.source}"`));
      throw new CommandError('', true);
    }
  }
  const last = lastOf(current);
  const merged = annotated(threeWay(current, last, m.object, m.kind.type ?? ''), said);
  if (equal(merged, current)) return report(r, m.kind, current as never, 'unchanged');
  if (!last)
    r.error(
      `Warning: resource ${m.kind.plural}/${m.name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`,
    );
  const written =
    r.flags.text('dry-run') === 'client'
      ? (current as never)
      : await r.api.update(m.kind, m.namespace, m.name, merged, {
          fieldManager: 'kubectl-client-side-apply',
          ...validation(r),
          ...dryRun(r),
        });
  report(r, m.kind, written, 'configured');
}

const metaOf = (o: JsonObject) => (isObject(o['metadata']) ? o['metadata'] : {});

function annotated(o: JsonObject, said: string): JsonObject {
  const meta = metaOf(o);
  const annotations = isObject(meta['annotations']) ? meta['annotations'] : {};
  return { ...o, metadata: { ...meta, annotations: { ...annotations, [LAST_APPLIED]: said } } };
}

function lastOf(o: JsonObject): JsonObject | undefined {
  const annotations = metaOf(o)['annotations'];
  const text_ = isObject(annotations) ? annotations[LAST_APPLIED] : undefined;
  if (typeof text_ !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text_);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What kubectl writes into the annotation: keys in order, annotations there even if empty, a line end. */
function canonicalText(o: JsonObject): string {
  const meta = metaOf(o);
  const { [LAST_APPLIED]: _, ...annotations } = isObject(meta['annotations']) ? meta['annotations'] : {};
  const whole = { ...o, metadata: { ...meta, annotations } };
  return `${canonical(whole)}\n`;
}

function conflictText(e: ApiFailure): string {
  return `error: ${e.message}\nPlease review the fields above--they currently have other managers. Here\nare the ways you can resolve this warning:\n* If you intend to manage all of these fields, please re-run the apply\n  command with the \`--force-conflicts\` flag.\n* If you do not intend to manage all of the fields, please edit your\n  manifest to remove references to the fields that should keep their\n  current managers.\n* You may co-own fields by updating your manifest to match the existing\n  value; in this case, you'll become the manager if the other manager(s)\n  stop managing the field (remove it from their configuration).\nSee https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;
}
