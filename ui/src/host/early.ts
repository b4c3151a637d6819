/** What every window asks first is asked by `public/ask.js`: the engine reads while the page is being made. */

import type { CommandName, Host } from './index';
import { toAppError } from './index';

/** Answers on their way, to empty requests. */
export type Asked = Partial<Record<CommandName, Promise<unknown>>>;

declare global {
  interface Window {
    asked?: Asked;
  }
}

/** A host that has asked these already. Each answer is given once, and none after anything else was asked. */
export function early(host: Host, asked: Asked = {}): Host {
  const answers = new Map(Object.entries(asked));
  const call = async (name: CommandName, request: object) => {
    const answer = Object.keys(request).length === 0 ? answers.get(name) : undefined;
    if (!answer) {
      answers.clear();
      return host.call(name, request as never);
    }
    answers.delete(name);
    return answer.catch((thrown: unknown) => {
      throw toAppError(thrown);
    });
  };
  return { ...host, call: call as Host['call'] };
}
