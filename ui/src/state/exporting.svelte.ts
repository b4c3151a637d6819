/** The exports that go on: how far they are, and the way to stop them. */

import type { ExportProgress, Host, Request, Response } from '../host';

/** An export that is over sooner shows no progress, in milliseconds. */
const PATIENCE = 300;

export type ExportingStore = ReturnType<typeof createExporting>;

export function createExporting(host: Host) {
  let running = $state(0);
  let slow = $state(false);
  let stopping = $state(false);
  let progress = $state.raw<ExportProgress | null>(null);

  return {
    /** How far the export is, once it takes a while. */
    get progress() {
      return slow ? progress : null;
    },
    get stopping() {
      return stopping;
    },
    listen: () =>
      host.onProgress((event) => {
        if (event.event === 'export' && running > 0) progress = event;
      }),
    async run(request: Request<'export'>): Promise<Response<'export'>> {
      running++;
      const timer = setTimeout(() => (slow = true), PATIENCE);
      try {
        return await host.call('export', request);
      } finally {
        clearTimeout(timer);
        if (--running === 0) {
          slow = stopping = false;
          progress = null;
        }
      }
    },
    async stop(): Promise<void> {
      stopping = true;
      await host.call('cancel_export', {}).catch(() => (stopping = false));
    },
  };
}
