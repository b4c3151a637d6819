import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import svelteConfig from './svelte.config.js';

/** From the bottom up: a folder may import from itself and from the folders before it, never from those after it. */
const tiers = ['host', 'i18n', 'shared', 'domain', 'state', 'views'];

const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only src/host/ talks to the host.',
};

/** The rule of one tier: everything above it is closed. */
function tier(name, index) {
  const above = tiers.slice(index + 1);
  const patterns = name === 'host' ? [] : [tauri];
  if (above.length > 0) {
    patterns.push({
      regex: `^(\\.\\./)+(${above.join('|')})(/|$)`,
      message: `${name}/ stands below ${above.join(', ')} and may not import from there.`,
    });
  }
  patterns.push({ regex: '^(\\.\\./)+(main|start)$', message: 'Nothing imports the entry.' });
  return { files: [`src/${name}/**`], rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

export default ts.config(
  { ignores: ['dist', 'dist-gallery', 'screens', 'src/host/api.ts'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      'max-lines': ['error', { max: 300 }],
      'svelte/no-at-html-tags': 'error',
      // Most dates and maps here are made, read and dropped within one computation.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/require-each-key': 'error',
      'no-eval': 'error',
      // A snippet takes what it is given, needed or not.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-properties': ['error', { property: 'innerHTML' }, { property: 'outerHTML' }],
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "SvelteAttribute[key.name='style']",
          message: 'The content security policy refuses style attributes in markup; use a class or a style: directive.',
        },
      ],
    },
  },
  { files: ['src/**'], ignores: ['src/host/**'], rules: { 'no-restricted-imports': ['error', { patterns: [tauri] }] } },
  ...tiers.map(tier),
  { files: ['src/i18n/**', 'test/**', 'gallery/**'], rules: { 'max-lines': 'off' } },
);
