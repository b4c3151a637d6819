/** What the app is: version, settings, language, theme. */

import type { AppError, AppInfo, Host, Language } from '../host';
import { toAppError } from '../host';
import { setLanguage } from '../i18n/index.svelte';

/** Where the theme is remembered for the first frame of the next start. */
const THEME_KEY = 'theme';

/** `light` or `dark` for a choice of the reader. */
export function resolveTheme(theme: string): 'light' | 'dark' {
  if (theme === 'light' || theme === 'dark') return theme;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Paints the page in a theme, before anything is drawn and whenever the choice or the system changes. */
export function paintTheme(theme = localStorage.getItem(THEME_KEY) ?? 'system'): void {
  document.documentElement.dataset.theme = resolveTheme(theme);
}

export type AppStore = ReturnType<typeof createApp>;

export function createApp(host: Host) {
  let info = $state.raw<AppInfo | null>(null);
  let error = $state.raw<AppError | null>(null);

  // Until the engine has said which; an error at the start is shown in it.
  setLanguage(navigator.language.startsWith('zh') ? 'zh-CN' : 'en');

  function take(next: AppInfo) {
    info = next;
    setLanguage(next.ui_language === 'system' ? next.system_language : (next.ui_language as Language));
    localStorage.setItem(THEME_KEY, next.theme);
    paintTheme(next.theme);
  }

  async function ask(call: Promise<AppInfo>): Promise<AppInfo | null> {
    try {
      const next = await call;
      error = null;
      take(next);
      return next;
    } catch (thrown) {
      error = toAppError(thrown);
      return null;
    }
  }

  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => paintTheme());

  return {
    get info() {
      return info;
    },
    /** Why the app, or a setting, did not work. */
    get error() {
      return error;
    },
    dismiss: () => (error = null),
    take,
    ask,
    load: () => ask(host.call('app', {})),
    /** Sets a key; throws when it cannot be, for whoever tells it beside the key. */
    write: async (key: string, value: string) => take(await host.call('set_setting', { key, value })),
    set: (key: string, value: string) => ask(host.call('set_setting', { key, value })),
    useProfile: (file: string) => ask(host.call('use_profile', { file })),
  };
}
