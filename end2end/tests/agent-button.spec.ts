/** Buttons that make a program on the device do something: the first that answers gets the order, and only once. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser.ts';
import { text } from '../support/messages.ts';

let base: string;

test.beforeAll(({ gallery }) => {
  base = gallery;
});

const button = (page: Page) => page.locator('button[data-se="install-policy-app"]');
const status = (page: Page) => page.locator('.agent [role=status]');

/** The device's programs: what answers at which port. What is not named is not there. Returns what was asked, in order. */
async function programs(page: Page, answers: Record<string, number>): Promise<string[]> {
  const asked: string[] = [];
  await page.route(/:65\d\d\//, (route) => {
    const url = new URL(route.request().url());
    const what = `${url.port}${url.pathname}`;
    asked.push(what);
    const answer = answers[what];
    if (answer === undefined) return route.abort('connectionrefused');
    return route.fulfill({ status: answer, headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' } });
  });
  return asked;
}

test.describe('with script', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false);
  // The browser itself tells of addresses where nobody is.
  test.use({ expectedConsole: /Failed to load resource/, permissions: ['local-network-access'] });

  test('the first program that takes the order is the last that is asked', async ({ page }) => {
    const asked = await programs(page, {
      '6511/probe': 200,
      '6511/azt/install-policy-app': 500,
      '6512/probe': 200,
      '6512/azt/install-policy-app': 200,
    });
    await page.goto(`${base}/preview/denied-install-button`);
    await expect(page.locator('[data-fallback]')).toBeHidden();
    await expect(page.locator('.instruction')).toBeHidden();
    await button(page).click();
    await expect(status(page)).toHaveText(text('en', 'agent-done'));
    expect(asked).toEqual(['6511/probe', '6511/azt/install-policy-app', '6512/probe', '6512/azt/install-policy-app']);
    await expect(page.locator('[data-fallback]')).toBeHidden();
  });

  test('after a success no further address is asked', async ({ page }) => {
    const asked = await programs(page, { '6511/probe': 204, '6511/azt/install-policy-app': 200, '6512/probe': 200 });
    await page.goto(`${base}/preview/denied-install-button`);
    await button(page).click();
    await expect(status(page)).toHaveText(text('en', 'agent-done'));
    expect(asked).toEqual(['6511/probe', '6511/azt/install-policy-app']);
  });

  test('404 and 500 are no success: the text stands in for the button and has the focus', async ({ page, a11y }) => {
    const asked = await programs(page, { '6511/probe': 404, '6512/probe': 200, '6512/azt/install-policy-app': 500 });
    await page.goto(`${base}/preview/denied-install-button`);
    await button(page).click();
    await expect(status(page)).toHaveText(text('en', 'agent-failed'));
    await expect(button(page)).toBeHidden();
    await expect(page.locator('[data-fallback]')).toBeVisible();
    await expect(page.locator('[data-fallback]')).toBeFocused();
    expect(asked).toEqual(['6511/probe', '6512/probe', '6512/azt/install-policy-app']);
    await a11y(page, 'the button’s fallback');
  });
});

test('without script the instruction and the fallback are there, and no button that does nothing', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false);
  await page.goto(`${base}/preview/denied-install-button`);
  await expect(button(page)).toBeHidden();
  await expect(page.locator('.agent .instruction')).toBeVisible();
  await expect(page.locator('[data-fallback]')).toBeVisible();
});
