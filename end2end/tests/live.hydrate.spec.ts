/** What moves by itself and what is spoken: requirements T and L of `docs/spec/ux.md`, each in a test named after it. */
import type { BrowserContext, Page } from '@playwright/test';
import { Person } from '../support/person.ts';
import { expect, test } from '../support/browser.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

declare global {
  interface Window {
    said: { role: string; text: string }[];
    regions: Element[];
  }
}

/** Writes down everything that the page's live regions say, and which elements they were before scripts ran. */
async function listens(target: Page | BrowserContext): Promise<void> {
  await target.addInitScript(() => {
    window.said = [];
    window.regions = [];
    document.addEventListener('DOMContentLoaded', () => {
      window.regions = [...document.querySelectorAll('[role=status], [role=alert]')];
      for (const region of window.regions) {
        if (region.textContent !== '') window.said.push({ role: 'not empty', text: region.textContent ?? '' });
        new MutationObserver(() => {
          const text = region.textContent?.trim() ?? '';
          if (text !== '') window.said.push({ role: region.getAttribute('role') ?? '', text });
        }).observe(region, { childList: true, characterData: true, subtree: true });
      }
    });
  });
}

const said = (page: Page) => page.evaluate(() => window.said);

/** Denied, with the page listening. */
async function isDenied(person: Person): Promise<void> {
  await person.demo.device({ firewall: false });
  await person.opens('ledger');
  await person.signsIn();
  await person.isAt('denied-title');
}

async function isReminded(person: Person): Promise<void> {
  await person.demo.device({ firewall: false });
  await person.opens('wiki');
  await person.signsIn();
  await person.isAt('grace-title');
  await expect(person.button('grace-pause')).toBeVisible();
}

test('L4: live regions are empty in the server’s HTML, never hidden, and the same nodes after the scripts have run', async ({ person, page }) => {
  await listens(page);
  await isReminded(person);
  const html = await (await page.request.get(page.url())).text();
  const regions = html.match(/<p[^>]*role="(?:status|alert)"[^>]*>[^<]*/g) ?? [];
  expect(regions.length).toBeGreaterThan(0);
  for (const region of regions) expect(region).toMatch(/>$/);
  const kept = await page.evaluate(() => window.regions.map((region) => ({
    same: region.isConnected,
    hidden: region.closest('[hidden]') !== null || getComputedStyle(region).display === 'none' || getComputedStyle(region).visibility === 'hidden',
  })));
  expect(kept.length).toBe(regions.length);
  for (const region of kept) expect(region).toEqual({ same: true, hidden: false });
  expect((await said(page)).filter(({ role }) => role === 'not empty')).toEqual([]);
  expect(await page.evaluate(() => document.querySelectorAll('[role=status], [role=alert]').length)).toBe(kept.length);
});

test('L1: what ticks is silent, a region of its own speaks', async ({ person, page }) => {
  await listens(page);
  await isReminded(person);
  const timer = page.getByRole('timer');
  await expect(timer).toHaveText(person.like('grace-left'));
  expect(await timer.evaluate((element) => element.closest('[aria-live]:not([aria-live=off]), [role=status], [role=alert]'))).toBeNull();
  // L2 and L3: said at load, as a whole sentence.
  await expect.poll(async () => (await said(page)).map(({ text }) => text)).toContainEqual(expect.stringMatching(person.like('grace-announce')));
});

test('T3: the countdown can be stopped, which stops every change of the page and is remembered', async ({ person, page }) => {
  await page.clock.install();
  await isReminded(person);
  await person.button('grace-pause').click();
  await expect(page.getByRole('timer')).toBeHidden();
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver((changes) => changes.forEach((change) => window.said.push({ role: 'change', text: change.target.textContent ?? '' })))
      .observe(document.querySelector('.countdown') as Element, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await page.clock.runFor(10 * MINUTE * 1000);
  expect(await said(page)).toEqual([]);
  await page.reload();
  await expect(person.button('grace-resume')).toBeVisible();
  await expect(page.getByRole('timer')).toBeHidden();
  await person.button('grace-resume').click();
  await expect(page.getByRole('timer')).toBeVisible();
});

test('L2: the last minute is spoken at 60, 40 and 20 seconds and at its end, and the page says so without being loaded', async ({ person, page, demo, context }) => {
  await isReminded(person);
  await context.clearCookies();
  await demo.clock(7 * DAY - 2 * MINUTE);
  await person.opens('wiki');
  await person.signsIn();
  await person.isAt('grace-title');
  // What the page does with its time is looked at: it is not to go on by itself. From here its clock is the test's.
  await context.addCookies([{ name: 'doorstep-auto-continue', value: 'off', url: demo.signIn }]);
  await listens(page);
  await page.clock.install();
  await page.reload();
  await expect(person.button('grace-pause')).toBeVisible();
  await expect(page.getByRole('timer')).toHaveText(person.like('grace-left'));
  for (let second = 0; second < 150; second += 1) await page.clock.runFor(1_000);
  await expect(page.getByRole('timer')).toHaveText(person.say('grace-over'));
  const all = await said(page);
  const spoken = all.filter(({ text }) => person.like('grace-announce').test(text) || text === person.say('grace-over'));
  const times = spoken.map(({ text }) => Number(/\d+/.exec(text.replace(/[^\d ]/g, ''))?.[0] ?? 0));
  expect(times.slice(-3, -1), JSON.stringify(all)).toEqual([40, 20]);
  expect(spoken.length).toBeLessThanOrEqual(6);
  // L5: only what is newly over interrupts.
  expect(spoken.at(-1)).toEqual({ role: 'alert', text: person.say('grace-over') });
  await expect(page.getByRole('button', { name: person.like('grace-continue') })).toBeHidden();
  await expect(page.getByRole('link', { name: person.say('live-show') }).first()).toBeVisible();
});

test('L6: “Check again” twice is announced twice, keeps the focus, and leaves no page', async ({ person, page }) => {
  await listens(page);
  await isDenied(person);
  const button = person.button('recheck');
  const loads: string[] = [];
  page.on('framenavigated', (frame) => { if (frame === page.mainFrame()) loads.push(frame.url()); });
  for (const time of [1, 2]) {
    await button.click();
    await expect.poll(async () => (await said(page)).filter(({ text }) => text.startsWith(person.say('live-same'))).length, { timeout: 20_000 }).toBe(time);
    await expect(button).toBeFocused();
  }
  expect(loads).toEqual([]);
  // L5: the beginning is said, too.
  expect((await said(page)).filter(({ text }) => text === person.say('live-checking')).length).toBe(2);
});

test('L5: with going on by itself off the page still listens and says so, and stays', async ({ person, page, demo, context }) => {
  await context.addCookies([{ name: 'doorstep-auto-continue', value: 'off', url: demo.signIn }]);
  await listens(page);
  await isDenied(person);
  await demo.device({ firewall: true });
  await expect.poll(async () => (await said(page)).map(({ text }) => text), { timeout: 20_000 }).toContain(person.say('live-ready'));
  await person.isAt('denied-title');
  await page.getByRole('link', { name: person.say('success-continue'), exact: true }).click();
  await person.isAt('success-fixed-title');
  // T8: nothing goes on by itself here either.
  await expect(person.button('success-stay')).toBeHidden();
});

test.describe(() => {
  // The browser itself says that the stream failed.
  test.use({ expectedConsole: /net::ERR_FAILED .*\/events\?/ });

  test('where streams are blocked the page asks, and hears the same', async ({ person, page, demo }) => {
    await page.route('**/events?**', async (route) => {
      if ((await route.request().headerValue('accept'))?.includes('text/event-stream')) return route.abort();
      return route.continue();
    });
    await isDenied(person);
    await demo.device({ firewall: true });
    await expect(page).toHaveURL(/\/ledger/, { timeout: 30_000 });
  });
});

test('T7: going on is announced, Escape stays, and the title says so meanwhile', async ({ person, page }) => {
  await page.clock.install();
  await person.opens('ledger');
  await person.givesName();
  await person.givesPassword();
  await person.isAt('success-title');
  await expect(person.button('success-stay')).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(`^${person.say('success-soon')}`));
  await page.keyboard.press('Escape');
  await expect(person.button('success-stay')).toBeHidden();
  await expect(page).not.toHaveTitle(new RegExp(`^${person.say('success-soon')}`));
  await page.clock.runFor(60_000);
  await person.isAt('success-title');
});

test('T6: two minutes and more before a sign-in ends the page warns; one key keeps it open, ten times and more', async ({ person, page, demo }) => {
  await listens(page);
  await page.clock.install();
  await person.opens('ledger');
  const name = page.getByLabel(person.say('identify-username'), { exact: true });
  await name.fill('ana@');
  for (let time = 1; time <= 11; time += 1) {
    await demo.clock(time * 26 * MINUTE);
    await page.clock.fastForward(26 * MINUTE * 1000);
    await expect(page).toHaveTitle(new RegExp(`^${person.say('session-soon')}`));
    await expect(name).toBeFocused();
    await page.keyboard.press('Escape');
    await page.clock.runFor(5_000);
    await expect(page).not.toHaveTitle(new RegExp(`^${person.say('session-soon')}`));
    await expect(name).toBeFocused();
  }
  await expect(name).toHaveValue('ana@');
  expect((await said(page)).filter(({ text }) => text === person.say('session-warning')).length).toBe(11);
});

test('several tabs: one goes on, the others say that the person is signed in, and one token is issued', async ({ person, page, demo, context }) => {
  await demo.device({ firewall: false });
  const tabs = [page, await context.newPage(), await context.newPage()];
  const people = tabs.map((tab) => new Person(tab, demo, true));
  const codes: string[] = [];
  context.on('request', (request) => {
    if (/[?&](interaction_)?code=/.test(request.url())) codes.push(request.url());
  });
  await people[0]!.opens('ledger');
  await people[0]!.signsIn();
  await people[0]!.isAt('denied-title');
  // The same sign-in, as duplicated tabs.
  for (const tab of tabs.slice(1)) await tab.goto(page.url());
  for (const one of people) await one.isAt('denied-title');
  await demo.device({ firewall: true });
  const arrived = () => tabs.filter((tab) => tab.url().startsWith(`${demo.app}/ledger`)).length;
  await expect.poll(arrived, { timeout: 30_000 }).toBe(1);
  for (const [index, tab] of tabs.entries()) {
    if (tab.url().startsWith(demo.app)) continue;
    await expect(tab.locator('main')).toContainText(people[index]!.say('live-elsewhere'), { timeout: 15_000 });
  }
  expect(codes.length).toBe(1);
  expect(person.scripts).toBe(true);
});
