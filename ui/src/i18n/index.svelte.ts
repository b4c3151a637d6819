/** The language of the window, switchable while it is open. */

import type { Language } from '../host';
import { en } from './en';
import { zhCN } from './zh-CN';

/** What both languages must say. */
export type Messages = typeof zhCN;

const dictionaries: Record<Language, Messages> = { 'zh-CN': zhCN, en };

let language = $state<Language>('zh-CN');

/** The messages of the present language; read inside a component it follows a switch. */
export function t(): Messages {
  return dictionaries[language];
}

/** The present language. */
export function lang(): Language {
  return language;
}

/** Switches the window, and the page's own `lang`, to a language. */
export function setLanguage(next: Language): void {
  language = next;
  document.documentElement.lang = next;
}

/** The language that a run of text is written in, for its `lang`. */
export function languageOf(text: string): Language {
  return /[\u3400-\u9fff\uf900-\ufaff]/.test(text) ? 'zh-CN' : 'en';
}

/** Sentences one after the other; Chinese puts no space between them. */
export function sentences(...parts: string[]): string {
  return parts.filter(Boolean).join(language === 'zh-CN' ? '' : ' ');
}

export * as format from './format';
