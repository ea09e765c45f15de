// visit.js — stands in the site's page while the journey visits it as a document of its own: notes
// whether each document was isolated, runs the program in the last one, and goes back.

(async () => {
  if (window.top !== window) return;
  const key = 'journey.visit';
  const visit = JSON.parse(sessionStorage.getItem(key) ?? '{"isolated":[]}');
  visit.isolated.push(crossOriginIsolated);
  sessionStorage.setItem(key, JSON.stringify(visit));
  const playground = document.querySelector('strait-playground');
  const deadline = performance.now() + 60_000;
  const isReady = () => crossOriginIsolated &&
    document.querySelector('[data-testid="run"]')?.disabled === false;
  while (!isReady() && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  visit.outcome = isReady() ? await playground.run() : 'it never became ready';
  visit.serviceWorker = navigator.serviceWorker.controller?.scriptURL;
  sessionStorage.setItem(key, JSON.stringify(visit));
  location.href = '/journey/driver.html';
})();
