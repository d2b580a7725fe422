/** How the page looks for the device's agent: in which order, when it gives up, and what it says where the browser refuses. */
import type { Page } from '@playwright/test';
import { expect, test } from '../support/browser.ts';
import { text } from '../support/messages.ts';
import { Scripted } from '../support/scripted.ts';

// The agent is asked by script; without it a frame and links do so, which the journeys try.
test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false);
// The browser itself tells of addresses where nobody is.
test.use({ expectedConsole: /Failed to load resource/ });

let org: Scripted;

test.beforeAll(async () => {
  org = await Scripted.start();
});

test.afterAll(() => org?.stop());

/** What answers at which port. What is not named is not there. Returns what was asked, in order. */
async function agents(page: Page, answers: Record<string, number>): Promise<string[]> {
  const asked: string[] = [];
  await page.route(/:65\d\d\//, (route) => {
    const url = new URL(route.request().url());
    const what = `${route.request().method()} ${url.port}${url.pathname}`;
    asked.push(what);
    const answer = answers[what];
    if (answer === undefined) return route.abort('connectionrefused');
    return route.fulfill({ status: answer, headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' } });
  });
  return asked;
}

/** What the browser says when the page asks whether it may reach apps on this device. */
const permission = (page: Page, state: string) =>
  page.addInitScript((state) => {
    navigator.permissions.query = async () => ({ state }) as PermissionStatus;
  }, state);

const givenUp = () => org.submitted.filter(({ path }) => path.endsWith('/poll/cancel')).map(({ body }) => [body.reason, body.statusCode]);

test('an agent of somebody else’s session is passed over, and the one that takes the challenge is the last', async ({ page }) => {
  org.stand('device-loopback');
  await permission(page, 'granted');
  const asked = await agents(page, { 'GET 6511/probe': 200, 'POST 6511/challenge': 503, 'GET 6512/probe': 200, 'POST 6512/challenge': 200, 'GET 6513/probe': 200 });
  await page.goto(org.signIn());
  await expect(page.locator('.probe [role=status]')).toHaveText(text('en', 'probe-found'));
  expect(asked).toEqual(['GET 6511/probe', 'POST 6511/challenge', 'GET 6512/probe', 'POST 6512/challenge']);
  // The result is asked for at once.
  await expect.poll(() => org.submitted.length).toBeGreaterThan(0);
  expect(givenUp()).toEqual([]);
});

test('an agent that refuses is told to the server with its status', async ({ page }) => {
  org.stand('device-loopback');
  await permission(page, 'granted');
  const asked = await agents(page, { 'GET 6511/probe': 200, 'POST 6511/challenge': 418, 'GET 6512/probe': 200 });
  await page.goto(org.signIn());
  await expect.poll(givenUp).toContainEqual(['OV_RETURNED_ERROR', 418]);
  expect(asked.slice(0, 2)).toEqual(['GET 6511/probe', 'POST 6511/challenge']);
});

test('no agent at all is told to the server, without a status', async ({ page }) => {
  org.stand('device-loopback');
  await permission(page, 'granted');
  const asked = await agents(page, {});
  await page.goto(org.signIn());
  await expect.poll(givenUp).toContainEqual(['OV_UNREACHABLE_BY_LOOPBACK', null]);
  expect(asked.slice(0, 3)).toEqual(['GET 6511/probe', 'GET 6512/probe', 'GET 6513/probe']);
});

test('where the browser refuses, the page says how to allow it, blames nobody, and looks again', async ({ page, a11y, browserName }) => {
  org.stand('device-loopback');
  await permission(page, 'denied');
  const answers: Record<string, number> = {};
  const asked = await agents(page, answers);
  await page.goto(org.signIn());
  const blocked = page.getByRole('heading', { name: text('en', 'blocked-title') });
  await expect(blocked).toBeVisible();
  await expect(page.getByText(text('en', 'blocked-text'))).toBeVisible();
  // Asked first, refused later: some browsers say "denied" and let the page through.
  expect(asked.length).toBeGreaterThan(0);
  await expect(page.locator('.probe__blocked [data-browser]:visible')).toHaveCount(1);
  await expect(page.locator(`[data-browser=${browserName === 'firefox' ? 'firefox' : 'chrome'}]`)).toBeVisible();
  expect(givenUp()).toEqual([]);
  await a11y(page, 'the browser refuses');
  Object.assign(answers, { 'GET 6511/probe': 200, 'POST 6511/challenge': 200 });
  await page.getByRole('button', { name: text('en', 'blocked-retry') }).click();
  await expect(page.locator('.probe [role=status]')).toHaveText(text('en', 'probe-found'));
  await expect(blocked).toBeHidden();
});

test('who stops the check says so to the server', async ({ page }) => {
  org.stand('device-loopback');
  await permission(page, 'granted');
  await agents(page, { 'GET 6511/probe': 200 });
  await page.goto(org.signIn());
  org.answer('identify');
  await page.getByRole('button', { name: text('en', 'probe-stop') }).click();
  await expect(page.getByRole('heading', { name: text('en', 'identify-title') })).toBeVisible();
  await expect.poll(givenUp).toContainEqual(['USER_CANCELED', null]);
});
