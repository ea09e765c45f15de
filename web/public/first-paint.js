// Sets the theme before the first paint, so that a dark page never flashes light, and says so when
// the page cannot start. A plain script in old words: modules run after the first paint, and where
// there are none this still runs. src/ports/theme.ts takes the theme over.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('strait.theme');
  } catch (error) {
    // No storage: the system decides.
  }
  var dark = choice === 'dark' ||
    (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';

  function tell() {
    var words = document.getElementById('not-started');
    if (words) words.hidden = false; // gone once the page has started
  }
  // A script that did not arrive, or one that this browser does not understand.
  addEventListener('error', function (event) {
    if (event.target === window || event.target.tagName === 'SCRIPT') tell();
  }, true);
  if (!('noModule' in HTMLScriptElement.prototype)) {
    document.addEventListener('DOMContentLoaded', tell);
  }
})();
