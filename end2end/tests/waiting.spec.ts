/** Pages that wait for a telephone: they go on by themselves, ask only while somebody looks, and can be stopped. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser.ts';
import { text } from '../support/messages.ts';
import { Scripted } from '../support/scripted.ts';

let org: Scripted;

test.beforeAll(async () => {
  org = await Scripted.start();
});

test.afterAll(() => org?.stop());

const status = (page: Page) => page.locator('.waiting [role=status]');
const stop = (page: Page) => page.locator('[data-stop]');

/** Opens the page at a sample, with a clock that only the test moves. */
async function open(page: Page, sample: string): Promise<void> {
  org.stand(sample);
  await page.clock.install();
  await page.goto(org.signIn());
  await expect(stop(page)).toBeVisible();
}

/** What the page asks, once it is answered. */
async function asks(page: Page, milliseconds: number): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/poll'));
  await page.clock.runFor(milliseconds);
  await (await answered).finished();
}

/** Whether somebody sees the page, as the page is told. */
async function seen(page: Page, visible: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }, !visible);
}

test.describe('with script', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false);

  test('the page goes on by itself once the person has answered on the phone', async ({ page, a11y }) => {
    await open(page, 'push');
    await a11y(page, 'waiting for the phone');
    await asks(page, 4_000);
    expect(org.submitted).toHaveLength(1);
    await expect(stop(page)).toBeVisible();
    org.answer('push-rejected');
    await page.clock.runFor(4_100);
    await expect(page.locator('.notice--error')).toBeVisible();
  });

  test('nothing is asked while nobody sees the page', async ({ page }) => {
    await open(page, 'push');
    await seen(page, false);
    await page.clock.runFor(60_000);
    expect(org.submitted).toHaveLength(0);
    const asked = page.waitForResponse((response) => response.url().endsWith('/poll'));
    await seen(page, true);
    await asked;
    expect(org.submitted).toHaveLength(1);
  });

  test('the person can stop it and start it again, and the focus stays', async ({ page }) => {
    await open(page, 'push');
    await stop(page).click();
    await expect(status(page)).toHaveText(text('en', 'waiting-stopped'));
    await page.clock.runFor(60_000);
    expect(org.submitted).toHaveLength(0);
    await expect(stop(page)).toHaveText(text('en', 'waiting-resume'));
    await expect(stop(page)).toBeFocused();
    const asked = page.waitForResponse((response) => response.url().endsWith('/poll'));
    await stop(page).click();
    await page.clock.runFor(10);
    await asked;
    await expect(stop(page)).toHaveText(text('en', 'waiting-stop'));
  });

  test('what is typed beside it stays while the page asks', async ({ page }) => {
    await open(page, 'code-email');
    const code = page.locator('input[autocomplete="one-time-code"]');
    await code.fill('123');
    await asks(page, 20_000);
    await expect(code).toHaveValue('123');
    await expect(code).toBeFocused();
  });

  test('"too many requests" is said, and waited for as long as the server says', async ({ page }) => {
    await open(page, 'push');
    org.answer('too-many-requests', 429, { 'retry-after': '120' });
    await asks(page, 4_000);
    await expect(status(page)).toContainText('2 minutes');
    await page.clock.runFor(110_000);
    expect(org.submitted).toHaveLength(1);
    await asks(page, 15_000);
    expect(org.submitted).toHaveLength(2);
  });

  test('an outage counts the seconds until the next try, silently', async ({ page, a11y }) => {
    await open(page, 'safe-mode');
    const count = page.locator('[data-count]');
    await expect(count).toHaveText(/12/);
    await page.clock.runFor(5_000);
    await expect(count).toHaveText(/\b7\b/);
    await expect(status(page)).toBeEmpty();
    await a11y(page, 'an outage');
  });
});

test('without script a button asks, and says what came of it', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false);
  org.stand('push');
  await page.goto(org.signIn());
  await expect(stop(page)).toBeHidden();
  await expect(page.locator('[data-note]')).toBeHidden();
  org.answer('push-rejected');
  await page.getByRole('button', { name: text('en', 'form-check') }).click();
  await expect(page.locator('.notice--error')).toBeVisible();
});
