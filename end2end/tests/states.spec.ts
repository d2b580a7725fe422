/** Every state of every screen, in languages of both directions and both themes: axe finds nothing, nothing overflows. */
import { expect, test } from '../support/browser.ts';
import { languages } from '../support/messages.ts';
import { samples, stillWaiting } from '../support/samples.ts';

let base: string;

test.beforeAll(({ gallery }) => {
  base = gallery;
});

test.beforeEach(({ page }) => stillWaiting(page));

const full = process.env.DOORSTEP_TEST === 'full';
const combinations = full
  ? languages.flatMap((language) => (['light', 'dark'] as const).map((theme) => ({ language, theme })))
  : ([{ language: 'en', theme: 'light' }, { language: 'ar', theme: 'dark' }] as const);

test.describe.configure({ mode: 'parallel' });

/** Parts that the workers share. */
const parts = 4;

for (const { language, theme } of combinations) {
  for (let part = 0; part < parts; part += 1) {
    test(`all states are accessible in ${language}, ${theme}: part ${part + 1} of ${parts}`, async ({ page, a11y }) => {
      test.setTimeout(180_000);
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      for (const sample of (await samples(base)).filter((_, index) => index % parts === part)) {
        await page.goto(`${base}/preview/${sample}?lang=${language}`);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        await a11y(page, `${sample}, ${language}, ${theme}`);
      }
    });
  }
}

test('nothing is cut off or scrolls sideways at 320 pixels (WCAG 1.4.10)', async ({ page }) => {
  test.slow();
  await page.setViewportSize({ width: 320, height: 640 });
  for (const sample of await samples(base)) {
    for (const language of full ? languages : (['de', 'ar'] as const)) {
      await page.goto(`${base}/preview/${sample}?lang=${language}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${sample}, ${language}`).toBeLessThanOrEqual(320);
    }
  }
});
