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

test.beforeEach(() => demo.reset());

test.describe('without an agent that answers', () => {
  // Its refusal, which no frame may show.
  test.use({ expectedConsole: /frame-ancestors 'none'|status of 503/ });

  test('where nobody answers in the frame, the same sign-in goes on in the window, and nothing is typed again', async ({ page }) => {
    await demo.device({ simulation: { behavior: 'stopped' } });
    const begun = await page.request.get(`${demo.app}/ledger`, { maxRedirects: 0 });
    await page.goto(host.showing(begun.headers().location ?? ''));
    const frame = page.frameLocator('iframe').first();
    const title = frame.getByRole('heading', { level: 1 });
    await frame.getByLabel(text('en', 'identify-username'), { exact: true }).fill(ana.login);
    await frame.getByRole('button', { name: text('en', 'identify-next'), exact: true }).click();
    await frame.getByLabel(text('en', 'password-label'), { exact: true }).fill(ana.password);
    await frame.getByLabel(text('en', 'password-label'), { exact: true }).press('Enter');
    await expect(title).toHaveText(text('en', 'probe-title'));
    await frame.getByRole('button', { name: text('en', 'frame-open') }).click();
    await expect(page).toHaveURL(new RegExp(`^${demo.signIn}/signin/`));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(text('en', 'probe-title'));
    await demo.device({ simulation: { behavior: 'normal' } });
    const answered = page.waitForResponse((response) => response.url().startsWith(`${demo.agent}/challenge`));
    await page.reload();
    await answered;
    await page.getByRole('button', { name: text('en', 'probe-check') }).click();
    await page.getByRole('button', { name: pattern('en', 'success-continue-to') }).click();
    await expect(page).toHaveURL(`${demo.app}/ledger`);
  });
});

test('the device is asked from the frame, and the end of the sign-in leads out of it', async ({ page }) => {
  const begun = await page.request.get(`${demo.app}/wiki`, { maxRedirects: 0 });
  await page.goto(host.showing(begun.headers().location ?? ''));
  const frame = page.frameLocator('iframe').first();
  await frame.getByLabel(text('en', 'identify-username'), { exact: true }).fill(ana.login);
  await frame.getByRole('button', { name: text('en', 'identify-next'), exact: true }).click();
  await frame.getByLabel(text('en', 'password-label'), { exact: true }).fill(ana.password);
  await frame.getByLabel(text('en', 'password-label'), { exact: true }).press('Enter');
  await page.waitForResponse((response) => response.url().startsWith(`${demo.agent}/challenge`));
  await frame.getByRole('button', { name: text('en', 'probe-check') }).click();
  await frame.getByRole('button', { name: pattern('en', 'success-continue-to') }).click();
  await expect(page).toHaveURL(`${demo.app}/wiki`);
});
