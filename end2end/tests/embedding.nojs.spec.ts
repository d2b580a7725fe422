/** The sign-in in a frame of an app's page, without scripts. */
import { expect, test } from '../support/browser.ts';
import { Demo } from '../support/demo.ts';
import { Host } from '../support/host.ts';
import { pattern, text } from '../support/messages.ts';
import { ana } from '../support/person.ts';

let host: Host;
let demo: Demo;

test.beforeAll(async () => {
  host = await Host.start();
  demo = await Demo.start({ DOORSTEP_EMBED_ORIGIN: host.origin });
});

test.afterAll(async () => {
  await Promise.all([demo, host].map((one) => one?.stop()));
});

test('a sign-in begins in a frame, goes on in it, and ends with the app in the window', async ({ page }) => {
  const begun = await page.request.get(`${demo.app}/ledger`, { maxRedirects: 0 });
  await page.goto(host.showing(begun.headers().location ?? ''));
  const frame = page.frameLocator('iframe').first();
  const title = frame.getByRole('heading', { level: 1 });
  await frame.getByLabel(text('en', 'identify-username'), { exact: true }).fill(ana.login);
  await frame.getByRole('button', { name: text('en', 'identify-next'), exact: true }).click();
  await frame.getByLabel(text('en', 'password-label'), { exact: true }).fill(ana.password);
  await frame.getByLabel(text('en', 'password-label'), { exact: true }).press('Enter');
  await expect(title).toHaveText(text('en', 'probe-title'));
  // Out of the frame at the device's check, as where the frame may not ask: the same step, and nothing is typed again.
  await frame.getByRole('button', { name: text('en', 'frame-open') }).click();
  await expect(page).toHaveURL(new RegExp(`^${demo.signIn}/signin/`));
  await page.waitForLoadState('load');
  await page.getByRole('button', { name: text('en', 'probe-check') }).click();
  await page.getByRole('button', { name: pattern('en', 'success-continue-to') }).click();
  await expect(page).toHaveURL(`${demo.app}/ledger`);
});

test('the device is asked from the frame, and the end of the sign-in leads out of it', async ({ page }) => {
  const begun = await page.request.get(`${demo.app}/wiki`, { maxRedirects: 0 });
  await page.goto(host.showing(begun.headers().location ?? ''));
  const frame = page.frameLocator('iframe').first();
  await frame.getByLabel(text('en', 'identify-username'), { exact: true }).fill(ana.login);
  await frame.getByRole('button', { name: text('en', 'identify-next'), exact: true }).click();
  await frame.getByLabel(text('en', 'password-label'), { exact: true }).fill(ana.password);
  await frame.getByLabel(text('en', 'password-label'), { exact: true }).press('Enter');
  const answered = page.waitForResponse((response) => response.url().startsWith(`${demo.agent}/challenge`));
  await answered;
  await frame.getByRole('button', { name: text('en', 'probe-check') }).click();
  await frame.getByRole('button', { name: pattern('en', 'success-continue-to') }).click();
  await expect(page).toHaveURL(`${demo.app}/wiki`);
});
