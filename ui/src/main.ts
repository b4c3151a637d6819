import './theme/tokens.css';
import './theme/base.css';

import { mount } from 'svelte';
import App from './App.svelte';
import { early } from './host/early';
import { tauriHost } from './host/tauri';
import { paintTheme } from './state/app.svelte';

const host = early(tauriHost, ['app', 'day']);
paintTheme();
mount(App, { target: document.body, props: { host } });
