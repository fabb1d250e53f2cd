/** Paths that name no resource: health, version, and what is listed at the root. */
import { ApiError, statusOf } from '#shared/api/errors.ts';
import { KUBERNETES_VERSION } from '#shared/api/kubernetes-version.ts';
import type { ApiResponse } from '#shared/api/request.ts';
import type { Core } from '../context.ts';
import { discover } from '../discovery/discovery.ts';
import { describeApi } from '../openapi/openapi.ts';
import { health } from './health.ts';
import type { Asked } from './route.ts';

/** The version of Kubernetes that is spoken here. */
const VERSION = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: KUBERNETES_VERSION,
  gitCommit: 'drydock',
  gitTreeState: 'clean',
  buildDate: '2026-08-12T00:00:00Z',
  goVersion: 'go1.26.10',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** Answers a GET of such a path. Only a path below a group that is not served is not there in plain words. */
export function answerPath(core: Core, { path, query, parameters }: Asked, accept: string): ApiResponse {
  const well = health(path, query['verbose'] !== undefined, new Set(parameters.filter(([k]) => k === 'exclude').map(([, v]) => v)));
  if (well !== undefined) return text(200, well);
  if (path === '/version' || path === '/version/') return { status: 200, body: VERSION };
  if (path === '/') return { status: 200, body: { paths: rootPaths(core) } };
  if (path === '/metrics')
    return text(
      200,
      `# TYPE apiserver_storage_objects gauge\n${core.store
        .resources()
        .map((r) => `apiserver_storage_objects{resource=${JSON.stringify(r)}} ${core.store.count(r)}\n`)
        .join('')}`,
    );
  return discover(core, path, accept) ?? describeApi(core, path, accept, query) ?? nothingAt(core, path);
}

/** A path that is nowhere; below a group that is served it is the group that says so. */
function nothingAt(core: Core, path: string): ApiResponse {
  const [root, group = ''] = path.split('/').filter((p) => p !== '');
  return (root === 'api' || (root === 'apis' && group !== '')) && knowsGroup(core, { group: root === 'api' ? '' : group })
    ? { status: 404, body: NOT_FOUND }
    : NO_PAGE;
}

/** Whether one of Kubernetes' own groups is served under a name. Of custom kinds no group answers by itself. */
export function knowsGroup(core: Core, { group }: { readonly group: string }): boolean {
  return core.resources.served().some((r) => r.group === group && !r.definition.structural);
}

/** What is said of a path that nobody serves. */
export const NO_PAGE: ApiResponse = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: '404 page not found\n',
};

const text = (status: number, body: string): ApiResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body,
});

function rootPaths(core: Core): readonly string[] {
  const groups = new Set(core.resources.served().map((r) => (r.group ? `/apis/${r.group}` : '')));
  const versions = new Set(core.resources.served().map((r) => (r.group ? `/apis/${r.group}/${r.version}` : `/api/${r.version}`)));
  return ['/api', '/apis', ...groups, ...versions, '/healthz', '/livez', '/metrics', '/openapi/v2', '/openapi/v3', '/readyz', '/version']
    .filter((p) => p !== '')
    .sort();
}

/** What is said where a path names a resource that is not served. */
export const NOT_FOUND = statusOf(new ApiError('NotFound', 'the server could not find the requested resource', {}));
