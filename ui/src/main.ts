import './theme/tokens.css';
import './theme/base.css';

import { mount } from 'svelte';
import { early } from './host/early';
import { tauriHost } from './host/tauri';
import { start } from './start';
import { paintTheme } from './state/app.svelte';
import { chooseFaces } from './theme/faces';
import Shell from './views/Shell.svelte';

/** A day that takes longer than this is waited for in sight, in milliseconds. */
const PATIENCE = 400;

paintTheme();
chooseFaces();
const { desk, ready } = start(early(tauriHost, window.asked));
void Promise.race([ready, new Promise((late) => setTimeout(late, PATIENCE))]).then(() =>
  mount(Shell, { target: document.body, props: { desk } }),
);
