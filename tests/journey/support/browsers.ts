// browsers.ts — starts the three browsers as their users do, each with a new profile.
// None is under remote control: in Firefox a debugger attaches to each worker, and workers that
// start workers then hang for any page.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFirefox, findWebKit } from '../../../.ci/setup/browsers.mjs';
import { findChromium } from '../../../.ci/setup/chromium.mjs';
import { ProcessGroup } from './processes.ts';
import { openScreen, screenHeight, screenWidth, type Screen } from './screen.ts';
import { fillScreen } from './x-window.ts';

export type BrowserName = 'chromium' | 'firefox' | 'webkit';

export interface OpenBrowser {
  /** What its processes said last. */
  readonly output: string;
  readonly hasEnded: boolean;
  /** Once it shows a page: WebKit's window is smaller than its screen, whatever it is told, and
   *  Chromium's by a pixel. */
  fillScreen(): Promise<void>;
  close(): Promise<void>;
}

/** Why this browser cannot be started here; nothing when it can. */
export function whyMissing(name: BrowserName): string | undefined {
  const absent = name === 'webkit' ? findWebKit().absent
    : (name === 'firefox' ? findFirefox() : findChromium()) ? [] : [name];
  return absent.length > 0 ? `${name} is left out: no ${absent.join(', no ')} here` : undefined;
}

/** `pixels`: a folder for those of the screen, which the browser then fills (screen.ts). */
export async function openBrowser(name: BrowserName, address: string, pixels?: string):
    Promise<OpenBrowser> {
  const profile = await mkdtemp(join(tmpdir(), `strait-${name}-`));
  const processes: ProcessGroup[] = [];
  let screen: Screen | undefined;
  try {
    const needsScreen = pixels !== undefined || name === 'webkit';
    screen = needsScreen ? await openScreen(findWebKit().screen!, pixels) : undefined;
    if (screen) processes.push(screen.process);
    const environment = { ...process.env, ...(screen ? { DISPLAY: screen.display } : {}) };
    processes.push(await starters[name]({ profile, address, environment,
      isSeen: pixels !== undefined }));
  } catch (error) {
    await close(processes, profile);
    throw error;
  }
  return {
    get output() { return processes.map(({ output }) => output).join('\n'); },
    get hasEnded() { return processes.some(({ hasEnded }) => hasEnded); },
    fillScreen: async () => {
      if (name !== 'firefox' && screen) await fillScreen(screen.display, screenWidth, screenHeight);
    },
    close: () => close(processes, profile),
  };
}

async function close(processes: ProcessGroup[], profile: string): Promise<void> {
  for (const each of [...processes].reverse()) await each.end();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}

interface Start {
  profile: string;
  address: string;
  environment: NodeJS.ProcessEnv;
  /** Fills its screen. */
  isSeen: boolean;
}

const starters: Record<BrowserName, (start: Start) => Promise<ProcessGroup>> = {
  async chromium({ profile, address, environment, isSeen }) {
    const isRoot = process.getuid?.() === 0;
    return new ProcessGroup(findChromium()!, [
      ...(isSeen ? ['--kiosk', `--window-size=${screenWidth},${screenHeight}`]
        : ['--headless=new']),
      `--user-data-dir=${profile}`, '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      // A mouse, as on a desk: else the full editor does not come.
      '--blink-settings=primaryPointerType=4,availablePointerTypes=4,primaryHoverType=2',
      ...(isRoot ? ['--no-sandbox'] : []), address], { env: environment });
  },

  async firefox({ profile, address, environment, isSeen }) {
    const settings = Object.entries(firefoxSettings)
      .map(([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});\n`);
    await writeFile(join(profile, 'user.js'), settings.join(''));
    return new ProcessGroup(findFirefox()!, [
      ...(isSeen ? ['--kiosk', '--width', `${screenWidth}`, '--height', `${screenHeight}`]
        : ['--headless']),
      '--no-remote', '--profile', profile, address],
    { env: { ...environment, MOZ_CRASHREPORTER_DISABLE: '1' } });
  },

  async webkit({ profile, address, environment, isSeen }) {
    return new ProcessGroup(findWebKit().browser!, [
      ...(isSeen ? ['--full-screen'] : []), address], {
      env: { ...environment, ...webkitEnvironment, HOME: profile,
        XDG_CACHE_HOME: join(profile, 'cache'), XDG_DATA_HOME: join(profile, 'data'),
        XDG_CONFIG_HOME: join(profile, 'config') } });
  },
};

/** No first-run pages, no calls to anywhere, and a mouse, as on a desk. */
const firefoxSettings = {
  'app.normandy.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
  'ui.allPointerCapabilities': 6,
  'ui.primaryPointerCapabilities': 6,
};

/** In this package the engine has no SharedArrayBuffer unless it is told to. */
const webkitEnvironment = {
  JSC_useSharedArrayBuffer: 'true',
  LIBGL_ALWAYS_SOFTWARE: '1',
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', // it needs rights that root in a container lacks
};
