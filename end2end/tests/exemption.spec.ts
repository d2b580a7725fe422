/** More time: a person asks on the page, an administrator answers on another one; with scripts and without. */
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../support/browser.ts';
import { Administrator } from '../support/desk.ts';
import type { Person } from '../support/person.ts';

const deepLink = '/reports/7?year=2026&quarter=3#totals';
const reason = 'My train leaves in ten minutes.';
/** What Ledger asks for. */
const policy = /^Device assurance macOS$/;

let admin: Administrator;

test.beforeEach(async ({ person, demo }) => {
  admin = new Administrator(demo);
  await admin.allows(policy, 'P7D');
  await demo.device({ firewall: false });
  await person.opens('ledger', deepLink);
  await person.signsIn();
  await person.isAt('denied-title');
});

test.afterEach(async () => {
  await admin.clearsUp();
  await admin.allows(policy);
});

/** Opens the fold, writes, sends. */
async function asks(person: Person, time: string, why = reason): Promise<void> {
  const { page } = person;
  const fold = page.locator('details.ask');
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').click();
  await page.getByLabel(person.say('exemption-reason'), { exact: true }).fill(why);
  await page.getByLabel(person.say('exemption-duration'), { exact: true }).selectOption({ label: time });
  await person.button('exemption-send').click();
}

/** An administrator's browser, in which scripts run as in the person's. */
async function desk(browser: Browser, scripts: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: scripts });
  return context.newPage();
}

test('a person asks, an administrator approves, the waiting page hears of it and the person goes on', async ({ person, page, browser, a11y }) => {
  await page.locator('details.ask > summary').click();
  await a11y(page, 'denied, asking for more time');
  await asks(person, '1 day');
  const told = page.locator('.asked');
  await expect(told).toBeFocused();
  await expect(told).toContainText(person.say('exemption-pending'));
  await expect(told.locator('time')).toHaveAttribute('datetime', /^\d{4}-/);
  await expect(page.locator('details.ask')).toHaveCount(0);
  await a11y(page, 'denied, waiting for an answer');

  const office = await desk(browser, person.scripts);
  await admin.opensTheNewest(office);
  await expect(office.locator('main')).toContainText(reason);
  await expect(office.locator('main')).toContainText('ana@example.com');
  await a11y(office, 'a request for more time');
  await office.getByLabel(new RegExp(admin.say('exempt-note-label'))).fill('Have a good trip.');
  await office.getByRole('button', { name: admin.say('exempt-approve'), exact: true }).click();
  await expect(office.locator('.facts')).toContainText(admin.say('exempt-approved'));
  await a11y(office, 'a request that was approved');
  await office.goto(`${person.demo.signIn}/exemptions`);
  await a11y(office, 'the list of requests');
  await office.context().close();

  if (!person.scripts) await page.reload();
  await person.isAt('exemption-grace-title');
  await expect(page.locator('.grace')).toContainText('Have a good trip.');
  const due = Date.parse((await page.locator('.due time').getAttribute('datetime')) ?? '');
  expect(due - Date.now()).toBeGreaterThan(23 * 3_600_000);
  expect(due - Date.now()).toBeLessThanOrEqual(24 * 3_600_000);
  await a11y(page, 'a reminder of time that was granted');
  await page.getByRole('button', { name: person.like('grace-continue') }).click();
  await person.arrivesAt('ledger', deepLink);
});

test('a person reads why it was declined, and may ask again', async ({ person, page, browser, a11y }) => {
  await asks(person, '7 days');
  await expect(page.locator('.asked')).toContainText(person.say('exemption-pending'));
  const office = await desk(browser, person.scripts);
  await admin.opensTheNewest(office);
  await office.getByLabel(new RegExp(admin.say('exempt-note-label'))).fill('Please do it in the office.\nRoom 3.14');
  await office.getByRole('button', { name: admin.say('exempt-decline'), exact: true }).click();
  await expect(office.locator('.facts')).toContainText(admin.say('exempt-declined'));
  await office.context().close();
  if (!person.scripts) await page.reload();
  const told = page.locator('.asked');
  await expect(told).toContainText(person.say('exemption-declined'), { timeout: 30_000 });
  await expect(told.locator('blockquote')).toHaveText('Please do it in the office.\nRoom 3.14');
  await person.isAt('denied-title');
  await a11y(page, 'denied, more time was declined');
  await expect(page.locator('details.ask > summary')).toHaveText(person.say('exemption-title-again'));
  await asks(person, '1 day', 'The office is closed.');
  await expect(told).toContainText(person.say('exemption-pending'));
});

test('a mistake keeps what was typed, and is said where it is', async ({ person, page, a11y }) => {
  await asks(person, '7 days', '   ');
  const summary = page.locator('.ask [role=alert]');
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.locator('details.ask')).toHaveAttribute('open', '');
  const why = page.getByLabel(person.say('exemption-reason'), { exact: true });
  await expect(why).toHaveAttribute('aria-invalid', 'true');
  await expect(why).toHaveAccessibleDescription(new RegExp(person.say('exemption-reason-blank')));
  await expect(page.getByLabel(person.say('exemption-duration'), { exact: true }).locator('option:checked')).toHaveText('7 days');
  await a11y(page, 'denied, a mistake in asking for more time');
  await summary.getByRole('link').click();
  await expect(why).toBeFocused();
});
