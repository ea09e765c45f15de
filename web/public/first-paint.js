// Sets the theme before the first paint, so that a dark page never flashes light, and reports if
// the page cannot start. A classic script in old syntax: modules run after the first paint, and in
// browsers without modules this still runs. src/ports/theme.ts takes over the theme.
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
