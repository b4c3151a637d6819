// As in the app: the second frame begins when the first has been painted.
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('painted')));
