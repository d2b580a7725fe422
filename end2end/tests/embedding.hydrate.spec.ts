/** The sign-in in a frame of an app's page, in a browser that blocks other sites' cookies (docs/embedding.md, S10). */
import type { FrameLocator, Page } from '@playwright/test';
import { expect, test } from '../support/browser.ts';
import { Demo } from '../support/demo.ts';
import { Host, states, told } from '../support/host.ts';
import { pattern, text } from '../support/messages.ts';
import { ana } from '../support/person.ts';
import { Proxy } from '../support/proxy.ts';
import { Scripted } from '../support/scripted.ts';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--test-third-party-cookie-phaseout'] });
  },
});

let host: Host;
let stranger: Host;
let demo: Demo;
let org: Scripted;

test.beforeAll(async () => {
  [host, stranger] = [await Host.start(), await Host.start()];
  const embed = { DOORSTEP_EMBED_ORIGIN: `${host.origin},https://intranet.example` };
  [demo, org] = [await Demo.start(embed), await Scripted.start(embed)];
});

test.afterAll(async () => {
  await Promise.all([demo, org, host, stranger].map((one) => one?.stop()));
});

test.beforeEach(() => demo.reset());

const inside = (page: Page) => page.frameLocator('iframe');
const heading = (frame: FrameLocator | Page) => frame.getByRole('heading', { level: 1 });

/** The request with which an app begins; what it remembers of it is in the browser. */
async function request(page: Page, app = 'ledger'): Promise<string> {
  const answer = await page.request.get(`${demo.app}/${app}`, { maxRedirects: 0 });
  return answer.headers().location ?? '';
}

/** Opens the app's page with the sign-in in its frame. */
async function opens(page: Page): Promise<void> {
  await page.goto(host.showing(await request(page)));
  await expect(heading(inside(page))).toHaveText(text('en', 'identify-title'));
  await expect.poll(() => states(page)).toEqual(['identify']);
}

async function signsIn(page: Page): Promise<void> {
  const frame = inside(page);
  await frame.getByLabel(text('en', 'identify-username'), { exact: true }).fill(ana.login);
  await frame.getByRole('button', { name: text('en', 'identify-next'), exact: true }).click();
  const password = frame.getByLabel(text('en', 'password-label'), { exact: true });
  await password.fill(ana.password);
  await password.press('Enter');
}

/** The frame's document, for what only a script there can see. */
const content = async (page: Page) => {
  const frame = await (await page.locator('iframe').elementHandle())?.contentFrame();
  if (!frame) throw new Error('the frame is empty');
  return frame;
};

/** What has the focus: in the page around the frame, and in the frame. */
async function focus(page: Page): Promise<[string, string]> {
  const what = () => document.activeElement?.id || document.activeElement?.localName || '';
  return [await page.evaluate(what), await (await content(page)).evaluate(what)];
}

test('this browser blocks the cookies of another site’s frame, but not partitioned ones', async ({ page }) => {
  const cookies = `http://localhost:${host.port}/cookies`;
  for (let time = 0; time < 2; time++) await page.goto(host.showing(cookies));
  await expect(inside(page).locator('p')).toHaveText('apart=1');
});

test('S10: a sign-in in a frame tells the page around it each state in order, and at its end the person opens the app in its place', async ({ page, a11y }) => {
  await demo.device({ firewall: false });
  await opens(page);
  await a11y(page, 'the first page, in a frame');
  await signsIn(page);
  await expect(heading(inside(page))).toHaveText(text('en', 'denied-title'));
  await expect.poll(() => states(page)).toEqual(['identify', 'password', 'device-challenge', 'denied']);
  await a11y(page, 'a denial, in a frame');
  // The stream of news gets through, and what it leads to stays in the frame.
  await demo.device({ firewall: true });
  const go = inside(page).getByRole('button', { name: pattern('en', 'success-continue-to') });
  await expect(go).toBeVisible({ timeout: 25_000 });
  expect((await states(page)).at(-1)).toBe('success');
  expect(page.url()).toContain(host.origin);
  await a11y(page, 'success, in a frame');

  const all = await page.evaluate(() => window.told);
  for (const { origin, data } of all) {
    expect(origin).toBe(demo.signIn);
    const shape: unknown = { source: 'doorstep', version: 1, height: expect.any(Number) };
    const { type } = data as { type: string };
    if (type === 'state') expect(data).toEqual({ ...(shape as object), type, state: expect.any(String), title: expect.any(String) });
    else expect(data).toEqual({ ...(shape as object), type: 'resize' });
  }
  // Nothing of the person, the device or the code.
  expect(JSON.stringify(all)).not.toMatch(/ana|mac|firewall|code|02\.id/i);

  await go.click();
  await expect(page).toHaveURL(`${demo.app}/ledger`);
  await expect(page.getByText(ana.login).first()).toBeVisible();
  // The sign-in went on outside of the frame with a cookie of its own, which is used up.
  const left = (await page.context().cookies(demo.signIn)).filter(({ name, partitionKey }) => /^doorstep-[\w-]{16}$/.test(name) && !partitionKey);
  expect(left).toEqual([]);
});

test('S10: the focus enters the frame with the Tab key alone, goes through it in order and leaves it', async ({ page }) => {
  await opens(page);
  expect(await focus(page)).toEqual(['body', 'body']);
  const frame = await content(page);
  const order = await frame.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, summary')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getAttribute('type') !== 'hidden' && one.tabIndex >= 0)
      .map((one) => one.outerHTML),
  );
  expect(order.length).toBeGreaterThan(3);
  await page.locator('#before').focus();
  const went: string[] = [];
  await page.keyboard.press('Tab');
  while ((await focus(page))[0] === 'iframe' && went.length < 40) {
    went.push(await frame.evaluate(() => document.activeElement?.outerHTML ?? ''));
    await page.keyboard.press('Tab');
  }
  expect(went).toEqual(order);
  expect((await focus(page))[0]).toBe('after');
  await page.keyboard.press('Shift+Tab');
  expect(await frame.evaluate(() => document.activeElement?.outerHTML)).toBe(order.at(-1));
});

test('S10: after a form is sent in the frame nothing there takes the focus from the page around it', async ({ page }) => {
  await opens(page);
  // What the browser lets through, the server says: with a summary that takes the focus elsewhere.
  await inside(page).locator('input[required]').first().evaluate((input) => input.removeAttribute('required'));
  await inside(page).getByRole('button', { name: text('en', 'identify-next'), exact: true }).click();
  await expect(inside(page).getByRole('alert').filter({ hasText: text('en', 'error-required') })).toBeVisible();
  await page.locator('#after').focus();
  await (await content(page)).evaluate(() => location.reload());
  await expect.poll(async () => (await told(page)).filter(({ type }) => type === 'state').length).toBeGreaterThan(2);
  expect((await focus(page))[0]).toBe('after');
});

test('S10: a change of height is told, and moves no focus', async ({ page }) => {
  await opens(page);
  const frame = await content(page);
  const fits = () => frame.evaluate(() => document.documentElement.scrollHeight <= innerHeight);
  await expect.poll(fits).toBe(true);
  const before = (await told(page)).at(-1)?.height ?? 0;

  // The person's own doing, with the keyboard.
  const menu = inside(page).locator('.menu summary');
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await told(page)).at(-1)).toMatchObject({ type: 'resize' });
  expect((await told(page)).at(-1)?.height).toBeGreaterThan(before);
  await expect.poll(fits).toBe(true);
  expect(await focus(page)).toEqual(['iframe', 'summary']);

  // The page's, while the person is elsewhere: the frame shrinks again, and does not grow by being made higher.
  await page.locator('#before').focus();
  await menu.evaluate((summary) => summary.parentElement?.removeAttribute('open'));
  await expect.poll(async () => (await told(page)).at(-1)?.height).toBe(before);
  expect((await focus(page))[0]).toBe('before');
  const messages = (await told(page)).length;
  await page.locator('iframe').evaluate((frame) => ((frame as HTMLElement).style.blockSize = '2000px'));
  await page.waitForTimeout(500);
  expect((await told(page)).length).toBe(messages);
});

test('a page that begins to listen late asks, and is told the state again; nothing else is taken from it', async ({ page }) => {
  await opens(page);
  const say = (data: unknown) => page.evaluate((data) => (document.querySelector('iframe')?.contentWindow?.postMessage(data, '*'), window.told.splice(0)), data);
  await say({ type: 'hello', version: 1 });
  await expect.poll(() => states(page)).toEqual(['identify']);
  for (const other of [{ type: 'hello', version: 2 }, { type: 'continue', version: 1 }, 'hello', null, { version: 1 }]) await say(other);
  await page.waitForTimeout(300);
  expect(await told(page)).toEqual([]);
  // Neither is a message from the frame's own window, or from another one.
  await (await content(page)).evaluate(() => window.postMessage({ type: 'hello', version: 1 }, '*'));
  await page.waitForTimeout(300);
  expect(await told(page)).toEqual([]);
});

test.describe('a page that may not frame the sign-in', () => {
  test.use({ expectedConsole: /frame-ancestors/ });

  test('shows nothing of it and is told nothing', async ({ page }) => {
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.goto(stranger.showing(await request(page)));
    await refused;
    await expect(inside(page).locator('body')).toBeAttached();
    await expect(inside(page).locator('main')).toHaveCount(0);
    expect(await told(page)).toEqual([]);
  });

  test('is told nothing even where a browser would let it', async ({ page }) => {
    const open = await Proxy.start(org.page, (headers) => headers.filter(([name]) => name !== 'content-security-policy'));
    // A screen on which an island shows that it is awake.
    org.stand('password');
    await page.goto(stranger.showing(org.signIn(open.url)));
    await expect(inside(page).getByRole('button', { name: text('en', 'password-show-label') })).toBeVisible();
    await expect(inside(page).locator('[data-hosts]')).toHaveAttribute('data-state', 'password');
    await page.evaluate(() => document.querySelector('iframe')?.contentWindow?.postMessage({ type: 'hello', version: 1 }, '*'));
    await page.waitForTimeout(500);
    expect(await told(page)).toEqual([]);
    await page.goto(host.showing(org.signIn(open.url)));
    await expect.poll(() => states(page), 'the same is told to a page that may frame it').toEqual(['password']);
    await open.stop();
  });
});

test.describe('without cookies', () => {
  // The status says so, too.
  test.use({ expectedConsole: /status of 403/ });

  test('a browser that keeps none at all in frames opens the sign-in in the window, for the same app', async ({ page, a11y }) => {
    const forgetful = await Proxy.start(org.page, (headers) => headers.filter(([name]) => name !== 'set-cookie'));
    org.stand('identify');
    await page.goto(host.showing(org.signIn(forgetful.url)));
    await expect(heading(inside(page))).toHaveText(text('en', 'problem-frame-title'));
    await expect.poll(() => states(page)).toEqual(['cookies-blocked']);
    await a11y(page, 'no cookies in a frame');
    forgetful.change = (headers) => headers;
    await inside(page).getByRole('link', { name: text('en', 'frame-open') }).click();
    await expect(page).toHaveURL(new RegExp(`^${forgetful.url}/signin/[\\w-]+$`));
    await expect(heading(page)).toHaveText(text('en', 'identify-title'));
    await forgetful.stop();
  });
});

test.describe('where the frame may not ask the device', () => {
  // The browser itself tells of addresses where nobody is.
  test.use({ expectedConsole: /Failed to load resource/ });

  test('the page says so, and goes on with the same sign-in in the window', async ({ page, a11y }) => {
    org.stand('device-loopback');
    await page.route(/:65\d\d\//, (route) => route.abort('connectionrefused'));
    await page.addInitScript(() => {
      navigator.permissions.query = async () => ({ state: 'denied' }) as PermissionStatus;
    });
    await page.goto(host.showing(org.signIn()));
    const frame = inside(page);
    await expect(frame.getByRole('heading', { name: text('en', 'blocked-title') })).toBeVisible();
    await expect(frame.locator('[data-browser]:visible')).toHaveText(text('en', 'blocked-frame'));
    await a11y(page, 'the device cannot be asked in a frame');
    const path = new URL((await content(page)).url()).pathname;
    await frame.getByRole('button', { name: text('en', 'frame-open') }).click();
    await expect(page).toHaveURL(`${org.page}${path}`);
    await expect(heading(page)).toHaveText(text('en', 'probe-title'));
    await expect(page.getByRole('button', { name: text('en', 'frame-open') })).toHaveCount(0);
  });
});

test('S9: at 320 pixels a frame does not scroll sideways', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await demo.device({ firewall: false });
  const wide = async () => (await content(page)).evaluate(() => document.documentElement.scrollWidth);
  await opens(page);
  expect(await wide()).toBeLessThanOrEqual(320);
  await signsIn(page);
  await expect(heading(inside(page))).toHaveText(text('en', 'denied-title'));
  expect(await wide()).toBeLessThanOrEqual(320);
});
