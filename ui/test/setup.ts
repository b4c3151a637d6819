/** What jsdom lacks of a browser and the window needs. */

import { cleanup, configure } from '@testing-library/svelte';
import { afterEach, beforeEach, vi } from 'vitest';
import { setLanguage } from '../src/i18n/index.svelte';

configure({ getElementError: (message) => new Error(message?.split('\n')[0] ?? '') });

Object.assign(window, {
  matchMedia: (query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }),
  ResizeObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
  scrollTo() {},
});
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = () => {};
HTMLDialogElement.prototype.showModal = function () {
  this.open = true;
};
HTMLDialogElement.prototype.close = function () {
  this.open = false;
};
Object.assign(globalThis, { CSS: { escape: (text: string) => text } });

beforeEach(() => {
  localStorage.clear();
  Object.defineProperty(window, 'innerWidth', { value: 1440, configurable: true });
  setLanguage('zh-CN');
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});
