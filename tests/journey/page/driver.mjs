// driver.mjs — the test's hand inside of the browser: asks the test's server what to do, does it,
// and says what came of it. No remote control: this is a page like any other.

import * as actions from './actions.mjs';

const say = (body) => fetch('./said', { method: 'POST', body: JSON.stringify(body) });

// Not awaited: the page itself has loaded.
void returned().then(obey);

/** A wish that led away from this page is answered when it is here again (visit.js). */
async function returned() {
  const visit = JSON.parse(sessionStorage.getItem('journey.visit') ?? 'null');
  sessionStorage.removeItem('journey.visit');
  const id = Number(sessionStorage.getItem('journey.wish'));
  if (visit?.outcome) await say({ id, value: visit });
}

async function obey() {
  for (;;) {
    // The answer takes as long as the test needs; without news it is asked again.
    const answer = await fetch('./wanted').catch(() => undefined);
    if (answer?.status !== 200) {
      await new Promise((resolve) => setTimeout(resolve, answer ? 0 : 200));
      continue;
    }
    const { id, action, args } = await answer.json();
    sessionStorage.setItem('journey.wish', id);
    try {
      await say({ id, value: await actions[action](...args) });
    } catch (error) {
      await say({ id, error: error?.message ?? String(error) });
    }
  }
}
