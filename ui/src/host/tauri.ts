/** The real host: the shell of the desktop app. */

import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import { toAppError, type Host, type HostEvents, type Progress, type Response } from './index';

export const tauriHost: Host = {
  async call(name, request) {
    try {
      return await invoke<Response<typeof name>>(name, request as Record<string, unknown>);
    } catch (thrown) {
      throw toAppError(thrown);
    }
  },
  onProgress: (fn) => listen<Progress>('progress', (event) => fn(event.payload)),
  on: (event, fn) => listen<HostEvents[typeof event]>(event, ({ payload }) => fn(payload)),
};
