/** What every browser test gets: a console that must stay empty, and axe with no rule disabled. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test as base } from '@playwright/test';

interface Fixtures {
  /** What the page's console may say in this test; nothing by default. */
  expectedConsole: RegExp[];
  quietConsole: void;
  /** Fails where axe finds anything on the page as it is. */
  a11y: (page: Page, state: string) => Promise<void>;
}

export const test = base.extend<Fixtures>({
  expectedConsole: [[], { option: true }],

  quietConsole: [
    async ({ page, expectedConsole }, use) => {
      const said: string[] = [];
      const note = (line: string) => {
        if (!expectedConsole.some((expected) => expected.test(line))) said.push(line);
      };
      page.on('console', (message) => note(`${message.type()}: ${message.text()} (${message.location().url})`));
      page.on('pageerror', (error) => note(`uncaught: ${error.message}`));
      await use();
      expect(said, 'the browser’s console stays empty').toEqual([]);
    },
    { auto: true },
  ],

  // biome-ignore lint: Playwright wants the destructuring pattern even where nothing is taken.
  a11y: async ({}, use) => {
    await use(async (page, state) => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map((rule) => `${rule.id}: ${rule.help}\n  ${rule.nodes.map((node) => node.html).join('\n  ')}`);
      expect(found, `axe finds nothing: ${state}`).toEqual([]);
    });
  },
});

export { expect };
