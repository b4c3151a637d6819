/** What every window asks first is asked before it is drawn: the engine reads while the page is being made. */

import type { CommandName, Host } from './index';

/** A host that has asked these already, with empty requests. Each answer is given once, and none after anything else was asked. */
export function early(host: Host, names: CommandName[]): Host {
  const asked = new Map<CommandName, Promise<unknown>>();
  for (const name of names) {
    const answer = host.call(name, {} as never);
    // Whoever takes it hears of a failure.
    answer.catch(() => {});
    asked.set(name, answer);
  }
  const call = (name: CommandName, request: object) => {
    const answer = Object.keys(request).length === 0 ? asked.get(name) : undefined;
    if (answer) asked.delete(name);
    else asked.clear();
    return answer ?? host.call(name, request as never);
  };
  return { ...host, call: call as Host['call'] };
}
