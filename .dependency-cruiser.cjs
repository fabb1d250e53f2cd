/**
 * The import graph: what is not allowed here is forbidden. Imports run one way: shared <- engine <- storage, review <-
 * hosts; shared <- renderer. scripts/fence/ holds planted violations, and `npm test` proves that each is still caught.
 */
const TEST = '(\\.test\\.ts$|^electron/engine/testing/|^electron/engine/store/log-conformance\\.ts$)';
const npm = (...names) => `^node_modules/(${names.join('|')})/`;

/** Packages that are plain computation: what the pure parts may use. */
const PURE_PACKAGES = npm('croner', 're2js', 'yaml');

const allow = (from, to, extra = {}) => ({ from: { path: from, pathNot: TEST, ...extra }, to: { path: to, pathNot: TEST } });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  allowedSeverity: 'error',
  allowed: [
    allow('^shared/', ['^shared/', PURE_PACKAGES]),
    allow('^electron/engine/', ['^shared/', '^electron/engine/', PURE_PACKAGES]),
    allow('^electron/review/', ['^shared/', '^electron/engine/', '^electron/review/', PURE_PACKAGES]),
    allow('^electron/storage/', [
      '^shared/',
      '^electron/engine/',
      '^electron/storage/',
      npm('better-sqlite3', '@types/better-sqlite3'),
      '^(node:)?(fs|path|os)$',
    ]),
    allow('^electron/hosts/', ['^shared/', '^electron/', '^(node:)?[a-z_/]+$', npm('yaml', '@types/node')]),
    allow('^electron/hosts/(web|kube)/', [npm('ws', '@types/ws')]),
    allow('^electron/hosts/kube/', [npm('@peculiar/x509', 'reflect-metadata')]),
    allow('^electron/hosts/desktop/', [npm('electron')]),
    allow('^renderer/', [
      '^shared/',
      '^renderer/',
      npm(
        'svelte',
        'bits-ui',
        'svelte-sonner',
        '@lucide/svelte',
        '@codemirror/[^/]+',
        '@lezer/[^/]+',
        'elkjs',
        'yaml',
        '@fontsource-variable/[^/]+',
      ),
    ]),
    allow('^renderer/designer/canvas/', [npm('cytoscape')]),
    allow('^bench/', ['^shared/', '^electron/', '^bench/', '^(node:)?[a-z_/]+$', npm('ws')]),
    allow('^scripts/', ['^scripts/', '^(node:)?[a-z_/]+$', npm('dependency-cruiser', 'eslint')]),
    allow('^e2e/', [
      '^e2e/',
      '^shared/',
      '^electron/hosts/',
      '^(node:)?[a-z_/]+$',
      npm('@playwright/test', 'playwright', 'playwright-core', '@axe-core/playwright', 'better-sqlite3', 'yaml', 'ws'),
    ]),
    allow('^[^/]+\\.(js|cjs|ts)$', ['^[^/]+\\.(js|cjs|ts)$', '^node_modules/', '^(node:)?[a-z_/]+$']),
    // a test may look at anything it is given
    { from: { path: TEST }, to: {} },
  ],
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Not even through types: what is one idea is one file, what is two has an order.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'features-are-islands',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'the-designer-knows-no-feature',
      severity: 'error',
      from: { path: '^renderer/(designer|state|ui|bridge)/' },
      to: { path: '^renderer/features/' },
    },
    {
      name: 'cytoscape-only-in-the-canvas',
      severity: 'error',
      from: { pathNot: '^renderer/designer/canvas/' },
      to: { path: npm('cytoscape[^/]*') },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: '^node_modules' },
    exclude: { path: ['^shared/kinds/generated/', '\\?(worker|url|raw)$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'browser', 'node', 'default'],
      extensions: ['.ts', '.js', '.svelte', '.cjs', '.mjs', '.json', '.d.ts'],
    },
  },
};
