/** The app's window freezes the prototype of all objects (`freezePrototype` in tauri.conf.json); so does the gallery. */
Object.freeze(Object.prototype);
