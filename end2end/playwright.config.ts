import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

/** What is asked for: the sample of every day, everything, or one of the jobs that are not tests of behaviour. */
const asked = process.env.DOORSTEP_TEST ?? 'sample';

const chromium = [process.env.DOORSTEP_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find((path) => path && existsSync(path));

const firefox = [process.env.DOORSTEP_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'].find(
  (path) => path && existsSync(path),
);

const use = {
  ...devices['Desktop Chrome'],
  // The viewport that comes with the device is a desktop's; each test that minds takes its own.
  launchOptions: {
    executablePath: chromium,
    // No sandbox: CI runs as root. The rest keeps the browser from calling anybody.
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
  locale: 'en-US',
  timezoneId: 'Europe/Berlin',
  // Colours are measured as they come to rest.
  contextOptions: { reducedMotion: 'reduce' as const },
  // What is not there after this is not there: a test says so at once.
  actionTimeout: 10_000,
  trace: 'retain-on-failure' as const,
};

/** The system's own Firefox, driven by WebDriver BiDi. */
const inFirefox = {
  ...devices['Desktop Firefox'],
  channel: 'moz-firefox',
  launchOptions: { executablePath: firefox },
  locale: use.locale,
  timezoneId: use.timezoneId,
  contextOptions: use.contextOptions,
  actionTimeout: use.actionTimeout,
};

/** For Okta's widget, which is no code of ours: beside what its tests block, no name but this machine's own leads anywhere. */
const offline = {
  ...use,
  launchOptions: { ...use.launchOptions, args: [...use.launchOptions.args, '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost'] },
  // Its probe of the device's agent is not asked about: nobody could answer a browser's question.
  permissions: ['local-network-access'],
};

export default defineConfig({
  testDir: '.',
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes only at the second try is a test that fails.
  retries: 0,
  workers: 2,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  projects: {
    budget: [{ name: 'budget', testMatch: 'budget.spec.ts', use: { ...use, javaScriptEnabled: false } }],
    bench: [{ name: 'bench', testMatch: 'bench/side-by-side.ts', use: { ...offline, actionTimeout: 0, trace: 'off' as const } }],
    screenshots: [{ name: 'screenshots', testMatch: 'screenshots.ts', use }],
  }[asked] ?? [
    { name: 'js', testMatch: 'tests/**/*.spec.ts', testIgnore: '**/*.nojs.spec.ts', grepInvert: / without script /, use },
    { name: 'widget', testMatch: 'widget/*.spec.ts', use: offline },
    // Programs, not people: no browser is started.
    { name: 'sdk', testMatch: 'sdk/**/*.spec.ts' },
    { name: 'firefox', testMatch: 'tests/{journeys,demo}.spec.ts', use: inFirefox },
    { name: 'firefox-nojs', testMatch: 'tests/{journeys,demo,link.nojs,keyboard}.spec.ts', grepInvert: / with script /, use: { ...inFirefox, javaScriptEnabled: false } },
    { name: 'nojs', testMatch: 'tests/**/*.spec.ts', testIgnore: ['**/*.hydrate.spec.ts', '**/{readme,states}.spec.ts'], grepInvert: / with script /, use: { ...use, javaScriptEnabled: false } },
  ],
});
