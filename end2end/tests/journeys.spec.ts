/** The main job, end to end: each line of the list of journeys, with scripts and without. */
import { expect, test } from '../support/browser.ts';
import { languages, text } from '../support/messages.ts';
import { Person, ana } from '../support/person.ts';

const deepLink = '/reports/7?year=2026&quarter=3#totals';
const firewall = {
  text: 'Your firewall is turned off. Turn on the macOS firewall in System Settings, under Network, Firewall.',
  url: 'https://help.example.com/enable-macos-firewall',
};
const DAY = 24 * 60 * 60;

test('a person with a compliant device gets in, at the page they asked for', async ({ person }) => {
  await person.opens('ledger', deepLink);
  await person.signsIn();
  await person.arrivesAt('ledger', deepLink);
});

test('a person with the firewall off reads the admin’s text, turns it on and gets in at the deep link', async ({ person, demo, page, a11y }) => {
  await demo.device({ firewall: false });
  await person.opens('ledger', deepLink);
  await person.signsIn();
  await person.isAt('denied-title');
  await expect(page.getByText(firewall.text, { exact: true })).toBeVisible();
  const help = page.locator(`a[href="${firewall.url}"]`);
  await expect(help).toBeVisible();
  await expect(help).toHaveAttribute('rel', /noopener/);
  await expect(page.getByText('Ana’s MacBook Air').first()).toBeVisible();
  await a11y(page, 'denied, firewall off');

  await demo.device({ firewall: true });
  // With scripts nobody has to press anything.
  if (!person.scripts) await person.checksAgain();
  await person.arrivesAt('ledger', deepLink);
});

for (const language of languages) {
  test.describe(() => {
    test.use({ locale: language });
    test(`an old system is told the version that is needed, in ${language}`, async ({ page, demo, javaScriptEnabled }) => {
      const person = new Person(page, demo, javaScriptEnabled ?? true, language);
      await demo.device({ os_version: '14.3' });
      await person.opens('ledger');
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
      await person.signsIn();
      await person.isAt('denied-title');
      const instruction = page.getByText(person.like('remedy-os-at-least'));
      await expect(instruction.first()).toBeVisible();
      await expect(instruction.first()).toContainText('14.4');
    });
  });
}

test('two failing checks are fixed one by one', async ({ person, demo, page }) => {
  await demo.device({ firewall: false, disk_encryption: false });
  await person.opens('ledger', deepLink);
  await person.signsIn();
  await person.isAt('denied-title');
  const encryption = page.getByText(person.say('remedy-macos-encrypt'));
  await expect(page.getByText(firewall.text)).toBeVisible();
  await expect(encryption).toBeVisible();

  await demo.device({ disk_encryption: true });
  if (!person.scripts) await person.checksAgain();
  await person.isAt('denied-title');
  await expect(page.getByText(firewall.text)).toBeVisible();
  if (!person.scripts) await expect(encryption).toHaveCount(0);

  await demo.device({ firewall: true });
  if (!person.scripts) await person.checksAgain();
  await person.arrivesAt('ledger', deepLink);
});

test('where either of two policies would do, both ways are offered and one is enough', async ({ person, demo, page, a11y }) => {
  await demo.device({ firewall: false });
  await person.opens('travel', deepLink);
  await person.signsIn();
  await person.isAt('denied-title');
  await expect(page.getByText(person.like('denied-option'))).toHaveCount(2);
  await a11y(page, 'denied, two options');
  await demo.device({ firewall: true });
  if (!person.scripts) await person.checksAgain();
  await person.arrivesAt('travel', deepLink);
});

test('in the grace period a person is told until when, and goes on', async ({ person, demo, page, a11y }) => {
  await demo.device({ firewall: false });
  await person.opens('wiki', deepLink);
  await person.signsIn();
  await person.isAt('grace-title');
  await expect(page.getByText(firewall.text)).toBeVisible();
  const due = page.locator('time[datetime]').first();
  await expect(due).toBeVisible();
  const left = Date.parse((await due.getAttribute('datetime')) ?? '') - Date.now();
  expect(left / 1000 / DAY).toBeGreaterThan(6);
  expect(left / 1000 / DAY).toBeLessThanOrEqual(7);
  await a11y(page, 'grace');
  await page.getByRole('button', { name: person.like('grace-continue') }).click();
  await person.arrivesAt('wiki', deepLink);
});

test('once the grace period is over a person is not let in', async ({ person, demo, page, context }) => {
  await demo.device({ firewall: false });
  await person.opens('wiki');
  await person.signsIn();
  await person.isAt('grace-title');
  await context.clearCookies();
  await demo.clock(7 * DAY + 60);
  await person.opens('wiki');
  await person.signsIn();
  await person.isAt('denied-title');
  await expect(page.getByText(firewall.text)).toBeVisible();
});

test('a policy that hides its checks discloses none', async ({ person, demo, page, a11y }) => {
  await demo.device({ firewall: false, os_version: '14.3', disk_encryption: false });
  await person.opens('payroll');
  await person.signsIn();
  await person.isAt('denied-generic-title');
  const html = await page.content();
  for (const disclosed of [/firewall/i, /FileVault/i, /encrypt/i, /14\.[34]/, /screen lock/i, /osVersion|diskEncryption|screenLock/]) {
    expect(html).not.toMatch(disclosed);
  }
  await a11y(page, 'denied, hidden');
});

test.describe(() => {
  // The browser itself says that nobody answered the probe or, without scripts, the frame.
  test.use({
    expectedConsole: /Failed to load resource: .*(\/probe|chrome-error:\/\/chromewebdata\/)\)$|^error: Framing '[^']+' violates .*frame-ancestors|^uncaught: The page’s settings blocked .*frame-ancestors/,
  });

  test('where no agent runs the page says that it could not check, never that the device fails', async ({ person, demo, page, a11y }) => {
    await demo.device({ simulation: { behavior: 'stopped' } });
    await person.opens('ledger', deepLink);
    await person.givesName();
    await person.givesPassword();
    if (!person.scripts) await person.button('probe-stop').click();
    await person.isAt('unchecked-title');
    await expect(page.getByText(person.say('denied-title'))).toHaveCount(0);
    await expect(page.getByText(firewall.text)).toHaveCount(0);
    await expect(page.getByText(person.say('remedy-macos-encrypt'))).toHaveCount(0);
    await expect(page.getByText(person.say('verdict-fail'), { exact: true })).toHaveCount(0);
    await a11y(page, 'could not be checked');

    await demo.device({ simulation: { behavior: 'normal' } });
    await person.checksAgain();
    await person.arrivesAt('ledger', deepLink);
  });
});

test('checks that take too long could not be checked, and are not called failing', async ({ person, demo, page }) => {
  await demo.device({ simulation: { behavior: 'checks_time_out' } });
  await person.opens('ledger');
  await person.signsIn();
  await expect(page.getByText(person.say('verdict-unknown')).or(page.getByText(person.say('unchecked-timeout'))).first()).toBeVisible();
  await expect(page.getByText(person.say('verdict-fail'), { exact: true })).toHaveCount(0);
  await expect(page.getByText(firewall.text)).toHaveCount(0);
});

test('a wrong password and an unknown person get the same answer', async ({ person, page, a11y }) => {
  const answers = [];
  for (const login of [ana.login, 'nobody@example.com']) {
    await person.opens('ledger');
    await person.givesName(login);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await person.givesPassword('not the password');
    const status = (await answered).status();
    const message = page.getByText(person.say('idx-wrong-password')).first();
    await expect(message).toBeVisible();
    await expect(page.getByLabel(person.say('password-label'), { exact: true })).toHaveValue('');
    answers.push({ status, title: await page.title(), text: await message.textContent() });
  }
  expect(answers[1]).toEqual(answers[0]);
  await a11y(page, 'wrong password');
});

test('a sign-in can be given up for another name', async ({ person, page }) => {
  await person.opens('ledger', deepLink);
  await person.givesName('somebody.else@example.com');
  await page.getByRole('button', { name: person.say('back-to-sign-in') }).first().click();
  await person.isAt('identify-title');
  await person.signsIn();
  await person.arrivesAt('ledger', deepLink);
});

test('a sign-in that has expired starts again without losing the deep link', async ({ person, demo, page, a11y }) => {
  await person.opens('ledger', deepLink);
  await person.givesName();
  // Longer than a sign-in waits, shorter than the app does.
  await demo.clock(40 * 60);
  await page.reload();
  await person.isAt('expired-title');
  await a11y(page, 'expired');
  await page.getByRole('link', { name: person.say('start-again') })
    .or(page.getByRole('button', { name: person.say('start-again') })).click();
  await person.isAt('identify-title');
  await person.signsIn();
  await person.arrivesAt('ledger', deepLink);
});

test('the texts of two languages differ', () => {
  // Guards the lookup itself: a helper that always answered in English would let the language tests pass.
  expect(text('de', 'denied-title')).not.toBe(text('en', 'denied-title'));
});
