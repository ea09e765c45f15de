// actions.mjs — what a test can do with the playground, from the page around it: the driver's page
// holds the playground in a frame of the same origin and uses its element and its controls.

/** @typedef {{ kind: string, code?: number, reason?: string, seconds?: number,
 *    diagnostics?: { severity: string, line: number, message: string }[] }} Outcome
 *  @typedef {{ outcome: Outcome, lines: string[], status: string }} Ended
 */

/** WebKit compiles its first program in 20 s on an idle machine, and in minutes on a busy one. */
const patienceSeconds = 300;

/** @type {HTMLIFrameElement | undefined} */
let frame;

const page = () => /** @type {Document} */ (frame?.contentDocument);
const element = () => /** @type {any} */ (page().querySelector('strait-playground'));
/** @returns {HTMLButtonElement} */
const control = (name) => page().querySelector(`[data-testid="${name}"]`);
const text = (name) => control(name)?.innerText.trim() ?? `(no ${name})`;

/** Waits until `look` gives something; a failure says what was waited for and how it stands. */
async function until(look, what, seconds, everyMilliseconds = 20) {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) {
      throw new Error(`${what}: not in ${seconds} s; status: ${text('status')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
  }
}

/** Forgets drafts and choices except the theme: the next opened playground is new to its reader. */
export function beginAnew(theme) {
  localStorage.clear();
  localStorage.setItem('strait.theme', theme);
}

/** Opens the playground anew and waits until it is ready. */
export async function open(address, width = 1280, height = 800) {
  frame?.remove();
  frame = document.createElement('iframe');
  frame.src = address;
  frame.style.width = `${width}px`;
  frame.style.height = `${height}px`;
  document.body.append(frame);
  await until(() => control('share')?.disabled === false, 'the playground is ready', 60);
}

/** The same, for a new reader: nothing is left of earlier tests, such as drafts of scenarios. */
export async function openAnew(address) {
  beginAnew('light');
  await open(address);
}

/** As open(), but a playground that stands there idle will do: the compiler takes its time. */
export async function ensureOpen(address) {
  const isThere = frame?.contentWindow?.location.pathname === address;
  if (!isThere || control('run')?.disabled !== false) await open(address);
}

/** As the reader's own reload. */
export async function reload() {
  const before = page();
  frame?.contentWindow?.location.reload();
  await until(() => page() !== before && control('share')?.disabled === false,
    'the playground is ready again', 60);
}

/** Visits an address as a document of its own, which leads back here (visit.js).
 *  @returns {Promise<{ isolated: boolean[], outcome: Outcome | string,
 *                      serviceWorker?: string }>} */
export function visit(address) {
  sessionStorage.removeItem('journey.visit');
  location.href = address;
  return new Promise(() => {}); // driver.mjs answers, after the return
}

/** Leaves for another driver's page, which does what is wanted next. */
export function leaveFor(address) {
  location.href = address;
  return new Promise(() => {});
}

/** Puts the embedded playground into this page and runs what it shows, where that is possible.
 *  @returns {Promise<{ runs: boolean, outcome?: Outcome, output: string[], height: number }>} */
export async function embed(script, scenario) {
  await import(script);
  const embedded = /** @type {any} */ (document.createElement('strait-playground'));
  embedded.setAttribute('scenario', scenario);
  const output = [];
  embedded.addEventListener('strait-output', ({ detail }) =>
    output.push(...detail.lines.map((line) => line.text)));
  const ready = new Promise((resolve) => embedded.addEventListener('strait-ready',
    ({ detail }) => resolve(detail)));
  document.body.replaceChildren(embedded);
  const { runs } = await ready;
  const outcome = runs ? { outcome: await embedded.run() } : {};
  return { runs, ...outcome, output, height: embedded.getBoundingClientRect().height };
}

/** What an embedded playground of this page's own origin shows: its words, and its link. */
export async function embeddedText() {
  const inside = () => document.querySelector('strait-playground')?.shadowRoot
    ?.querySelector('iframe')?.contentDocument;
  const find = (name) => inside()?.querySelector(`[data-testid="${name}"]`);
  await until(() => find('recorded')?.innerText.includes('Recorded run'), 'a recorded run', 30);
  return { recorded: find('recorded').innerText, output: find('output').innerText,
    link: find('open-tab').href };
}

export function isIsolated() {
  return frame?.contentWindow?.crossOriginIsolated === true;
}

/** Who answers for the frame's requests: the service worker's address, or nothing. */
export function serviceWorker() {
  return frame?.contentWindow?.navigator.serviceWorker?.controller?.scriptURL ?? '';
}

/** Waits until the service worker has kept the whole site; gives the number of files. */
export async function keptForOffline() {
  const { navigator, caches } = /** @type {Window & typeof globalThis} */ (frame?.contentWindow);
  await navigator.serviceWorker.ready;
  // Its files come one after the other, by name. This is the last one that a visit does not need.
  const last = new URL('playground/recordings.json', page().baseURI);
  await until(() => caches.match(last), 'the site is kept', patienceSeconds, 200);
  const names = (await caches.keys()).filter((name) => name.startsWith('strait-site-'));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().length;
}

export const source = () => /** @type {string} */ (element().source);

export function setSource(program) {
  element().source = program;
}

export function setScenario(id) {
  element().scenario = id;
}

/** @returns {Promise<string>} */
export const shareLink = () => element().shareLink();

/** Presses Run and waits for the end.
 *  @returns {Promise<Ended>} */
export async function run(seconds = patienceSeconds) {
  const outcome = nextOutcome(seconds);
  await press('run');
  return ended(await outcome);
}

/** The same, with the milliseconds that each phase stood in the status.
 *  @returns {Promise<Ended & { phases: Record<string, number>, milliseconds: number }>} */
export async function timedRun() {
  const begun = performance.now();
  const phases = {};
  let last = { name: 'Starting', since: begun };
  const look = () => {
    const name = /^[A-Z][a-z]+(?: the compiler)?/.exec(text('status'))?.[0] ?? last.name;
    const now = performance.now();
    if (name === last.name) return;
    phases[last.name] = Math.round((phases[last.name] ?? 0) + now - last.since);
    last = { name, since: now };
  };
  const observer = new MutationObserver(look);
  observer.observe(control('status'), { childList: true, characterData: true, subtree: true });
  const end = await run(280);
  observer.disconnect();
  return { ...end, phases, milliseconds: Math.round(performance.now() - begun) };
}

/** Presses Run and waits until the output holds `words`. */
export async function begin(words, seconds = patienceSeconds) {
  await press('run');
  await until(() => text('output').includes(words), `the output says "${words}"`, seconds);
}

/** Waits until the status says so. */
export function statusSays(words, seconds = 30) {
  return until(() => text('status').includes(words), `the status says "${words}"`, seconds);
}

/** Presses Stop and waits for the end.
 *  @returns {Promise<Ended>} */
export async function stop() {
  const outcome = nextOutcome(10);
  await press('stop');
  return ended(await outcome);
}

export async function press(name) {
  await until(() => control(name)?.disabled === false, `"${name}" can be pressed`, 30);
  control(name).click();
}

/** Shows the last run's flow instead of its output. */
export async function showFlow() {
  const isFlow = (tab) => tab.innerText.trim().startsWith('Flow');
  const tab = [...page().querySelectorAll('[role="tab"]')].find(isFlow);
  /** @type {HTMLElement | undefined} */ (tab)?.click();
  await until(() => control('flow-picture'), 'a picture of the flow', 30);
}

/** What of this page the screen shows. */
export const seen = () => ({ width: innerWidth, height: innerHeight });

/** Waits until what has changed is painted, short motions included. */
export async function settle() {
  await new Promise((resolve) => setTimeout(resolve, 600));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

/** Waits for the editor's marker; gives what stands in its line, and the problem's button. */
export async function marker() {
  await until(() => page().querySelector('[data-editor="full"]'), 'the full editor', 60);
  const mark = await until(() => page().querySelector('.squiggly-error'), 'a marker', 30);
  const top = (node) => node.getBoundingClientRect().top;
  const near = [...page().querySelectorAll('.view-line')]
    .find((line) => Math.abs(top(line) - top(mark)) < 3);
  return { line: near?.textContent?.replaceAll('\u00a0', ' ').trim() ?? '',
    problem: /** @type {HTMLElement} */ (page().querySelector('.problem')).innerText };
}

/** Runs `times` times in a row; gives those that did not exit with 0, or were called deadlocked.
 *  @returns {Promise<{ turn: number, kind: string, status: string }[]>} */
export async function runInARow(times) {
  const others = [];
  for (let turn = 0; turn < times; ++turn) {
    const { outcome, status } = await run(90).catch((error) =>
      ({ outcome: { kind: 'none' }, status: error.message }));
    if (outcome.kind !== 'exited' || outcome.code !== 0) {
      others.push({ turn, kind: outcome.kind, status });
      if (outcome.kind === 'none') break; // it hangs: what comes after says nothing
    }
    const alarm = /** @type {any} */ (page().querySelector('output-pane')).deadlock;
    if (alarm) others.push({ turn, kind: 'deadlock', status: alarm.text });
  }
  return others;
}

/** Runs scenarios and stops each after some time; gives how each run ended.
 *  @param {{ id: string, milliseconds: number }[]} moments
 *  @returns {Promise<string[]>} */
export async function stopAtMoments(moments) {
  const ends = [];
  for (const { id, milliseconds } of moments) {
    setScenario(id);
    const late = new Promise((resolve) => setTimeout(resolve, 60_000, 'nothing'));
    const outcome = element().run().then(({ kind }) => `${kind}`);
    const stopping = setTimeout(() => element().stop(), milliseconds);
    ends.push(await Promise.race([outcome, late]));
    clearTimeout(stopping); // or it would stop the next one
    if (ends.at(-1) === 'nothing') break; // it hangs: what comes after says nothing
    await until(() => control('run')?.disabled === false, 'the next run is possible', 30);
  }
  return ends;
}

const benchmark = () => /** @type {any} */ (page().querySelector('strait-benchmark'));

/** Opens the benchmark's page and presses Run. */
export async function startBenchmark(address, rounds, share) {
  frame?.remove();
  frame = document.createElement('iframe');
  frame.src = address;
  frame.style.cssText = 'width: 1280px; height: 800px';
  document.body.append(frame);
  await until(() => control('run')?.disabled === false, 'the benchmark is ready', 60);
  benchmark().setAttribute('rounds', rounds);
  benchmark().setAttribute('share', share);
  control('run').click();
}

/** What it has measured; nothing if that takes longer. */
export async function benchmarkEnd() {
  const seconds = 240;
  await until(() => control('stop').disabled, '', seconds, 200).catch(() => {});
  if (!control('stop').disabled) return undefined;
  const { rows, failures } = benchmark().benchmark;
  const [, name, version] = /(Firefox|Chrome|Version)\/(\d+)/.exec(navigator.userAgent) ?? [];
  return { rows, failures, status: text('status'), summary: text('summary'),
    browser: `${name === 'Version' ? 'WebKit' : name} ${version}` };
}

/** @returns {Promise<Outcome>} */
function nextOutcome(seconds) {
  const { promise, resolve, reject } = withResolvers();
  const limit = setTimeout(() => reject(new Error(
    `no outcome in ${seconds} s; status: ${text('status')}; output: ${text('output')}`)),
  seconds * 1000);
  page().addEventListener('strait-outcome', (event) => {
    clearTimeout(limit);
    // By value: it outlives the frame.
    resolve(JSON.parse(JSON.stringify(/** @type {CustomEvent} */ (event).detail)));
  }, { once: true });
  return promise;
}

async function ended(outcome) {
  // What is shown follows by a frame or two.
  await new Promise((resolve) => setTimeout(resolve, 60));
  const lines = [...page().querySelectorAll('.output-text')].map((line) => line.textContent ?? '');
  return { outcome, lines, status: text('status') };
}

function withResolvers() {
  let resolve, reject;
  const promise = new Promise((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
