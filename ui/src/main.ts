import './theme/tokens.css';
import './theme/base.css';

import { mount } from 'svelte';
import App from './App.svelte';
import { tauriHost } from './host/tauri';
import { loadKatex } from './shared/katex.svelte';
import { paintTheme } from './state/app.svelte';

paintTheme();
void loadKatex();
mount(App, { target: document.body, props: { host: tauriHost } });
