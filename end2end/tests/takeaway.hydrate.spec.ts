/** What only a script can do: the clipboard. */
import { expect, test } from '../support/browser.ts';

test('the steps are copied as text, which is said', async ({ person, demo, page, context, browserName }) => {
  test.skip(browserName !== 'chromium', 'only Chromium lets a test read the clipboard');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await demo.device({ firewall: false });
  await person.opens('ledger');
  await person.signsIn();
  await person.isAt('denied-title');
  await page.getByText(person.say('take-title'), { exact: true }).click();
  await person.button('take-copy').click();
  await expect(page.getByText(person.say('take-copied'))).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('Turn on the macOS firewall');
  expect(text).toContain('https://help.example.com/enable-macos-firewall');
});
