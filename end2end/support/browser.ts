/** What every browser test gets: a console that must stay empty, and axe with no rule disabled. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test as base } from '@playwright/test';
import { Demo } from './demo.ts';
import { freePort, start } from './doorstep.ts';
import { Person } from './person.ts';

/** What axe has and leaves off by itself: targets of 24 pixels (WCAG 2.5.8), no refresh by itself (2.2.4), links of one name to one place (2.4.9). */
const more = { 'target-size': { enabled: true }, 'meta-refresh-no-exceptions': { enabled: true }, 'identical-links-same-purpose': { enabled: true } };

interface Workers {
  /** The worker's demo; each test finds it as at the start. */
  runningDemo: Demo;
  /** The address of a server that shows every state at `/preview`. */
  gallery: string;
}

interface Fixtures {
  demo: Demo;
  /** Somebody at the browser. */
  person: Person;
  /** What the page's console may say in this test; nothing by default. */
  expectedConsole: RegExp | undefined;
  quietConsole: void;
  /** Fails where axe finds anything on the page as it is, `without` a frame whose page is looked at by itself. */
  a11y: (page: Page, state: string, without?: string) => Promise<void>;
}

export const test = base.extend<Fixtures, Workers>({
  runningDemo: [
    async ({}, use, { project }) => {
      // Firefox runs scripts, whatever Playwright tells it.
      const scripts = project.use.javaScriptEnabled ?? true;
      const demo = await (project.use.channel === 'moz-firefox' && !scripts ? Demo.withoutScripts() : Demo.start());
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker' },
  ],

  gallery: [
    async ({}, use) => {
      const port = await freePort();
      const base = `http://localhost:${port}`;
      const running = await start(
        ['serve'],
        { DOORSTEP_LISTEN: `127.0.0.1:${port}`, DOORSTEP_PUBLIC_URL: base, DOORSTEP_PREVIEW: 'true' },
        `${base}/healthz`,
      );
      await use(base);
      await running.stop();
    },
    { scope: 'worker' },
  ],

  demo: async ({ runningDemo }, use) => {
    await runningDemo.reset();
    await use(runningDemo);
  },

  person: async ({ page, demo, javaScriptEnabled }, use) => {
    await use(new Person(page, demo, javaScriptEnabled ?? true));
  },

  expectedConsole: [undefined, { option: true }],

  quietConsole: [
    async ({ page, expectedConsole, browserName }, use) => {
      const said: string[] = [];
      // Firefox calls it an error when the person has gone on before the islands had come.
      const leaving = browserName === 'firefox' ? /^uncaught: (NetworkError when attempting to fetch resource\.|error loading dynamically imported module: .*)$/ : undefined;
      // Chromium's advice for password managers, where the answers to two security questions are secret.
      const advice = /^verbose: \[DOM\] Multiple forms should be contained/;
      const note = (line: string) => {
        if (!expectedConsole?.test(line) && !leaving?.test(line) && !advice.test(line)) said.push(line);
      };
      page.on('console', (message) => note(`${message.type()}: ${message.text()} (${message.location().url})`));
      page.on('pageerror', (error) => note(`uncaught: ${error.message}`));
      await use();
      expect(said, 'the browser’s console stays empty').toEqual([]);
    },
    { auto: true },
  ],

  a11y: async ({ javaScriptEnabled, browser, colorScheme, locale }, use) => {
    const check = async (page: Page, state: string, without?: string) => {
      const axe = new AxeBuilder({ page }).options({ rules: more });
      const { violations } = await (without ? axe.exclude(without) : axe).analyze();
      const found = violations.map((rule) => `${rule.id}: ${rule.help}\n  ${rule.nodes.map((node) => node.html).join('\n  ')}`);
      expect(found, `axe finds nothing: ${state}`).toEqual([]);
    };
    if (javaScriptEnabled ?? true) return use(check);
    // axe is a script: it looks at the same document, without the document's own scripts, in a page that has them.
    await use(async (page, state, without) => {
      const html = (await page.content()).replace(/<script[\s\S]*?<\/script>/g, '').replace(/<link[^>]*(modulepreload|preload)[^>]*>/g, '');
      const context = await browser.newContext({ javaScriptEnabled: true, colorScheme, locale });
      const copy = await context.newPage();
      await copy.route(page.url().replace(/#.*/, ''), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
      await copy.goto(page.url());
      await check(copy, state, without);
      await context.close();
    });
  },
});

export { expect };
