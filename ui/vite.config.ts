import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** KaTeX names three formats of each font; every web view that this app runs in reads the first. */
function woff2Only(): Plugin {
  return {
    name: 'woff2-only',
    enforce: 'pre',
    transform(code, id) {
      if (!/katex.*\.css$/.test(id)) return null;
      return code.replace(/,\s*url\([^)]+\)\s*format\(["']?(?:woff|truetype)["']?\)/g, '');
    },
  };
}

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), woff2Only()],
  // Under vitest the server build of Svelte would be picked without this.
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  server: { port: 1420, strictPort: true },
  build: {
    // The gallery runs on invented data; a separate folder keeps it out of what is shipped.
    outDir: mode === 'gallery' ? 'dist-gallery' : 'dist',
    emptyOutDir: true,
    target: ['es2022', 'safari16', 'chrome111'],
    // The content security policy allows fonts from 'self' only, not from data: addresses.
    assetsInlineLimit: 0,
    // All of it at the start: WebKit gives what is drawn while a style sheet loads no size, and a long list that measures
    // that loses its first papers.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: mode === 'gallery' ? 'gallery.html' : 'index.html' },
  },
  test: {
    environment: 'jsdom',
    globals: true,
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Whole days are drawn in some tests, on machines that have other things to do.
    testTimeout: 60_000,
  },
}));
