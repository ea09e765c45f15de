// Sets the theme before the first paint, so that a dark page never flashes light.
// A plain script, because modules run after the first paint. src/ports/theme.ts takes over.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('strait.theme');
  } catch {
    // No storage: the system decides.
  }
  const dark = choice === 'dark' ||
    (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
