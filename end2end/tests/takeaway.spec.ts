/** What a person takes along from a denial, with scripts and without: to a phone, on paper, into another browser. */
import { expect, test } from '../support/browser.ts';
import { Person } from '../support/person.ts';

const firewall = 'Your firewall is turned off. Turn on the macOS firewall in System Settings, under Network, Firewall.';
/** The same in the administrator's German. */
const onThePhone = 'Ihre Firewall ist ausgeschaltet. Schalten Sie die Firewall von macOS in den Systemeinstellungen unter Netzwerk, Firewall ein.';

test.beforeEach(async ({ person, demo }) => {
  await demo.device({ firewall: false });
  await person.opens('ledger');
  await person.signsIn();
  await person.isAt('denied-title');
});

test('the steps are read on a phone, in the phone’s language, without whose they are', async ({ person, page, browser, a11y }) => {
  await page.getByText(person.say('take-title'), { exact: true }).click();
  await person.button('take-phone-make').click();
  await expect(page.locator('svg.qr')).toBeVisible();
  await a11y(page, 'denied, with a QR code');
  const address = await page.locator('a.address').getAttribute('href');
  const context = await browser.newContext({ locale: 'de', viewport: { width: 320, height: 640 } });
  const phone = await context.newPage();
  await phone.goto(address ?? '');
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Schritte, um Ihr Gerät in Ordnung zu bringen');
  await expect(phone.getByText(onThePhone, { exact: true })).toBeVisible();
  await expect(phone.locator('body')).not.toContainText('Ana');
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await a11y(phone, 'copy of the steps');
  await context.close();
});

test('a link leads back to the same step in another browser, once, with the password', async ({ person, demo, page, browser, a11y }) => {
  await page.getByText(person.say('take-title'), { exact: true }).click();
  await person.button('take-restart-make').click();
  const address = (await page.locator('a.address').getAttribute('href')) ?? '';
  const context = await browser.newContext({ javaScriptEnabled: person.scripts });
  const other = new Person(await context.newPage(), demo, person.scripts);
  await other.page.goto(address);
  await other.isAt('resume-title');
  await a11y(other.page, 'before a sign-in goes on in another browser');
  await other.button('resume-go-on').click();
  await other.isAt('password-title');
  await context.close();
  const used = await page.request.get(address);
  expect(used.status()).toBe(410);
});

test('on paper there are the steps with their addresses and nothing to press', async ({ page }) => {
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(firewall, { exact: true })).toBeVisible();
  await expect(page.locator('.on-paper')).toBeVisible();
  await expect(page.locator('details.take')).toBeHidden();
  for (const button of await page.getByRole('button').all()) await expect(button).toBeHidden();
  const link = page.locator('a[href^="https://help.example.com"]').first();
  const address = await link.evaluate((element) => getComputedStyle(element, '::after').content);
  expect(address).toContain('https://help.example.com/enable-macos-firewall');
});
