/** What only a page with scripts does while somebody waits for more time, or writes why. */
import { expect, test } from '../support/browser.ts';
import { Administrator } from '../support/desk.ts';

/** What Ledger asks for. */
const policy = /^Device assurance macOS$/;

let admin: Administrator;

test.beforeEach(async ({ person, demo, page }) => {
  admin = new Administrator(demo);
  await admin.allows(policy, 'P7D');
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      const region = document.querySelector('.live');
      const heard = JSON.parse(sessionStorage.getItem('heard') ?? '[]') as string[];
      if (!region) return;
      new MutationObserver(() => {
        if (region.textContent) heard.push(region.textContent);
        sessionStorage.setItem('heard', JSON.stringify(heard));
      }).observe(region, { childList: true, characterData: true, subtree: true });
    });
  });
  await demo.device({ firewall: false });
  await person.opens('ledger');
  await person.signsIn();
  await person.isAt('denied-title');
});

test.afterEach(async () => {
  await admin.clearsUp();
  await admin.allows(policy);
});

test('L5: the decision is spoken in a sentence of its own, before anything else', async ({ person, page }) => {
  await page.locator('details.ask > summary').click();
  await page.getByLabel(person.say('exemption-reason'), { exact: true }).fill('The train.');
  await person.button('exemption-send').click();
  await expect(page.locator('.asked')).toContainText(person.say('exemption-pending'));
  const [waiting] = (await admin.call('GET', '/device-assurance-exemptions?status=PENDING')) as { id: string }[];
  await admin.call('POST', `/device-assurance-exemptions/${waiting?.id}/lifecycle/decline`, { note: 'No.' });
  await expect(page.locator('.asked')).toContainText(person.say('exemption-declined'), { timeout: 30_000 });
  const heard = await page.evaluate(() => JSON.parse(sessionStorage.getItem('heard') ?? '[]') as string[]);
  expect(heard.some((text) => text.startsWith(person.say('live-exemption-declined'))), JSON.stringify(heard)).toBe(true);
});

test('a page on which somebody writes neither loads again nor goes on by itself', async ({ person, page, demo }) => {
  await page.locator('details.ask > summary').click();
  const why = page.getByLabel(person.say('exemption-reason'), { exact: true });
  await why.fill('I am still writing');
  await demo.device({ disk_encryption: false });
  const way = page.getByRole('link', { name: person.say('live-show'), exact: true });
  await expect(way).toBeVisible({ timeout: 30_000 });
  // Longer than the last word before a page is loaded again.
  await page.waitForTimeout(4_000);
  await expect(why).toHaveValue('I am still writing');
  await way.click();
  await expect(page.getByText(person.say('remedy-macos-encrypt'))).toBeVisible();
});
