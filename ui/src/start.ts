/** The start of a window: what it shows first is read before it is drawn, so that it is drawn once. */

import type { Host } from './host';
import { createDesk, type Desk } from './state/desk.svelte';

/** The second frame begins when the first has been painted. */
const whenPainted = (tell: () => void) => requestAnimationFrame(() => requestAnimationFrame(tell));

/** The desk of a window, and when its day is there to be drawn, or the reason why there is none. */
export function start(host: Host, now?: () => Date): { desk: Desk; ready: Promise<void> } {
  const desk = createDesk(host, now);
  const ready = new Promise<void>((done) => {
    // A page that waits for a slow disk is not a blank one: it tells of itself before its day is there.
    const listening = () => whenPainted(() => void host.call('painted', {}).catch(() => {}));
    const shown = () => {
      done();
      // `make bench-window` reads it.
      whenPainted(() => performance.mark('painted'));
    };
    void desk.start(listening, shown).then(done);
  });
  return { desk, ready };
}
