/** The gallery: every page by the real renderer, with and without JavaScript; who may look at it. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser.ts';
import { type Running, freePort, start } from '../support/doorstep.ts';
import { languages, text } from '../support/messages.ts';
import { stillWaiting } from '../support/samples.ts';

let doorstep: Running;
let base: string;

test.beforeAll(async () => {
  const port = await freePort();
  base = `http://localhost:${port}`;
  doorstep = await start(
    ['serve'],
    { DOORSTEP_LISTEN: `127.0.0.1:${port}`, DOORSTEP_PUBLIC_URL: base, DOORSTEP_PREVIEW: 'true' },
    `${base}/healthz`,
  );
});

test.afterAll(() => doorstep?.stop());
test.beforeEach(({ page }) => stillWaiting(page));

const frame = (page: Page) => page.frameLocator('.gallery__frame iframe');
const field = (page: Page, id: string, language = 'en') => page.getByLabel(text(language, id), { exact: true });
const show = (page: Page) => page.locator('.gallery__form').getByRole('button', { name: text('en', 'preview-show') });
/** What it shows is looked at by itself, in states.spec.ts. */
const within = '.gallery__frame';

test('what is chosen is shown by the real renderer, and the address is the link to it', async ({ page, a11y }) => {
  await page.goto(`${base}/preview`);
  await a11y(page, 'the gallery', within);
  await field(page, 'preview-state').selectOption('denied-two');
  await field(page, 'language-label').selectOption('ar');
  await field(page, 'preview-theme').selectOption('dark');
  await field(page, 'preview-device').selectOption('iphone');
  await show(page).click();
  await expect(page).toHaveURL(/\/preview\?.*state=denied-two/);
  const shown = frame(page).locator('html');
  await expect(shown).toHaveAttribute('lang', 'ar');
  await expect(shown).toHaveAttribute('dir', 'rtl');
  await expect(shown).toHaveAttribute('data-theme', 'dark');
  await expect(frame(page).getByRole('heading', { level: 1 })).toHaveText(text('ar', 'denied-title'));
  await expect(frame(page).getByText(text('ar', 'viewer-iphone'))).toBeVisible();
  // Whoever gets the link sees the same.
  const link = await page.locator('a.address').getAttribute('href');
  await page.goto(`${base}${link}`);
  await expect(field(page, 'preview-state')).toHaveValue('denied-two');
  await expect(shown).toHaveAttribute('data-theme', 'dark');
});

test('a theme that is chosen does not depend on the browser’s', async ({ page }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const seen = async (scheme: 'light' | 'dark', theme: string) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${base}/preview/denied-custom?theme=${theme}`);
    return ground();
  };
  const light = await seen('light', 'system');
  const dark = await seen('dark', 'system');
  expect(light).not.toBe(dark);
  expect(await seen('dark', 'light')).toBe(light);
  expect(await seen('light', 'dark')).toBe(dark);
});

test('the time slider moves the clock, by keyboard and by its steps as links', async ({ page }) => {
  await page.goto(`${base}/preview?state=grace`);
  const slider = field(page, 'preview-time');
  await slider.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveValue('7');
  await show(page).press('Enter');
  await expect(page.locator('output')).toHaveText(/1\u2069?\sminute/);
  await expect(frame(page).locator('.countdown')).toHaveAttribute('data-left', '60000');
  await page.locator('.gallery__steps').getByRole('link', { name: text('en', 'preview-time-after') }).click();
  await expect(page.locator('output')).toHaveText(text('en', 'preview-time-over'));
  await expect(frame(page).locator('.due')).toHaveText(text('en', 'grace-over'));
  await expect(frame(page).locator('.countdown')).toHaveCount(0);
  await page.goto(`${base}/preview?state=denied-custom`);
  await expect(slider).toBeDisabled();
  await expect(page.locator('#time-hint')).toHaveText(text('en', 'preview-time-none'));
});

test('pages are found by what they say, and lead to their preview', async ({ page }) => {
  await page.goto(`${base}/preview`);
  await page.getByRole('searchbox').fill('captcha');
  await page.getByRole('searchbox').press('Enter');
  const found = page.locator('.gallery__list li a');
  await expect(found).toHaveCount(1);
  await found.click();
  await expect(field(page, 'preview-state')).toHaveValue('identify-captcha');
});

const whole = process.env.DOORSTEP_TEST === 'full';
const combinations = whole
  ? languages.flatMap((language) => (['light', 'dark'] as const).map((theme) => ({ language, theme })))
  : ([{ language: 'en', theme: 'light' }, { language: 'ar', theme: 'dark' }] as const);

for (const { language, theme } of combinations) {
  test.describe(() => {
    test.use({ locale: language });

    test(`the gallery itself is accessible in ${language}, ${theme}, at 320 pixels and wide`, async ({ page, a11y }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${base}/preview?state=grace&time=5&dir=rtl&theme=nonsense`);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(scroll, `${language}, ${width}`).toBeLessThanOrEqual(width);
        await a11y(page, `the gallery, ${language}, ${theme}, ${width}`, within);
      }
    });
  });
}
