// What every window shows first is asked for before its program is even read; `src/host/early.ts` takes the answers.
window.asked = {};
for (const name of ['app', 'day']) {
  window.asked[name] = window.__TAURI_INTERNALS__.invoke(name, {});
  // Whoever takes it hears of a failure.
  window.asked[name].catch(() => {});
}
