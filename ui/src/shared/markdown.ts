/** Markdown as tokens; what they become is up to components. Formulas are taken out before Markdown reads them. */

import { Marked, type MarkedToken, type Token, type TokensList } from 'marked';
import { formulaAt } from './segments';

/** `$x_1 * y_1$` is a formula, not emphasis; its source goes to the renderer of text as it is. */
const formula = {
  name: 'formula',
  level: 'inline' as const,
  start: (text: string) => {
    const at = text.search(/\$|\\[([]/);
    return at < 0 ? undefined : at;
  },
  tokenizer: (text: string) => {
    const found = formulaAt(text, 0);
    return found ? { type: 'formula', raw: text.slice(0, found.end) } : undefined;
  },
};

const marked = new Marked({ gfm: true, breaks: true, extensions: [formula] });

/** Deeper than this nobody writes; what is nested further is shown as it was typed. */
export const DEEPEST = 16;

export type Markdown = Token[] | TokensList;
export type { MarkedToken, Token };

/** The tokens of a text; a text that cannot be taken apart is one paragraph. */
export function markdownTokens(text: string): Markdown {
  try {
    return marked.lexer(text);
  } catch {
    return [{ type: 'text', raw: text, text }];
  }
}
