// The second frame begins when the first has been painted.
requestAnimationFrame(() => requestAnimationFrame(() => void window.__TAURI_INTERNALS__.invoke('painted')));
