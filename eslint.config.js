/** What lint holds the code to. Layers are kept apart by .dependency-cruiser.cjs; here is what a single file may not do. */
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const PURE = ['shared/**/*.ts', 'electron/engine/**/*.ts', 'electron/review/**/*.ts'];
const TESTS = ['**/*.test.ts', 'electron/engine/testing/**', 'electron/engine/store/log-conformance.ts'];

const clock = 'Virtual time comes from the clock of the cluster.';
const chance = 'Chance comes from random.fork(purpose), or a seed does not make a run again.';
const outside = 'The pure parts know no machine: a host passes in what is needed.';

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'out/',
      'dist/',
      'coverage/',
      'shared/kinds/generated/',
      'test-results/',
      'playwright-report/',
      'scripts/fence/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "ExportDefaultDeclaration[declaration.type='Identifier']", message: 'Export by name.' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': ['error', { destructuring: 'all' }],
      'object-shorthand': ['error', 'always', { avoidQuotes: true }],
      'no-var': 'error',
      'one-var': ['error', 'never'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: false, allowTernary: false, allowTaggedTemplates: true }],
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: { 'prefer-const': 'off', 'svelte/prefer-const': ['error', { destructuring: 'all' }] },
  },
  { files: ['renderer/**'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } }, // most maps of the state are indexes that nobody watches
  {
    files: ['electron/hosts/**/*.ts', 'electron/storage/**/*.ts', 'renderer/**/*.ts'],
    ignores: ['**/*.test.ts'],
    languageOptions: { parserOptions: { project: ['./tsconfig.node.json', './tsconfig.renderer.json'] } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: PURE,
    ignores: TESTS,
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: clock },
        { name: 'performance', message: clock },
        ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'clearTimeout', 'requestAnimationFrame'].map((name) => ({
          name,
          message: clock,
        })),
        { name: 'crypto', message: chance },
        ...['process', 'Buffer', 'window', 'document', 'globalThis', 'fetch', 'navigator', 'localStorage', 'require'].map((name) => ({
          name,
          message: outside,
        })),
      ],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: chance }],
      'no-restricted-syntax': [
        'error',
        { selector: 'AwaitExpression', message: 'The engine is synchronous: there is nothing to wait for, and so no race.' },
        {
          selector: "CallExpression[callee.property.name='localeCompare']",
          message: 'Order must not depend on the machine: compare with < and >.',
        },
        { selector: 'CallExpression[callee.property.name=/^toLocale/]', message: 'Text must not depend on the machine.' },
        { selector: "MemberExpression[object.name='Intl']", message: 'Text must not depend on the machine.' },
      ],
    },
  },
  {
    files: ['renderer/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '(^#(electron|engine)/|(^|/)electron(/|$)|^node:)',
              message: 'The renderer knows only shared; the rest it asks through the bridge.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['electron/hosts/desktop/**/*.ts'],
    ignores: ['electron/hosts/desktop/channels.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(send|sendSync|sendToHost|invoke|postMessage|on|once|handle)$/][callee.object.name=/^ipc(Renderer|Main)$/]',
          message: 'Messages between page and main go by the map in channels.ts.',
        },
        {
          selector: "CallExpression[callee.property.name=/^(send|postMessage)$/][callee.object.property.name='webContents']",
          message: 'Messages between page and main go by the map in channels.ts.',
        },
        { selector: "MemberExpression[property.name='ipc']", message: 'Messages between page and main go by the map in channels.ts.' },
      ],
    },
  },
  { files: ['electron/hosts/cli/**/*.ts', 'scripts/**', 'bench/**', 'e2e/**'], rules: { 'no-console': 'off' } },
  {
    files: [...TESTS, 'e2e/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/no-explicit-any': 'off', 'no-console': 'off' },
  },
);
