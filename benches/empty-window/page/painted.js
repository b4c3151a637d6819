// The second frame begins when the first has been painted. The mark is for who drives the window, the word for who started it.
requestAnimationFrame(() =>
  requestAnimationFrame(() => {
    performance.mark('painted');
    void window.__TAURI_INTERNALS__.invoke('painted');
  }),
);
