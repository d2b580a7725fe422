/** The whole way with the keyboard alone (WCAG 2.1.1), with scripts and without. */
import type { Locator } from '@playwright/test';
import { expect, test } from '../support/browser.ts';
import { ana } from '../support/person.ts';

test('S12: somebody without a mouse signs in, reads what is wrong, asks again and arrives', async ({ person, demo, page }) => {
  /** Presses Tab until `target` has the focus, and never loses the way. */
  const tabTo = async (target: Locator) => {
    for (let step = 0; step < 40; step += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('the Tab key does not lead there');
  };

  /** Does what leads to another page, and waits for that one with all its frames. */
  const leads = async (step: () => Promise<void>) => {
    const loaded = page.waitForEvent('load');
    await step();
    await loaded;
  };

  await demo.device({ firewall: false });
  await person.opens('ledger');
  await tabTo(page.getByLabel(person.say('identify-username'), { exact: true }));
  await page.keyboard.type(ana.login);
  await page.keyboard.press('Enter');
  await person.isAt('password-title');
  await tabTo(page.getByLabel(person.say('password-label'), { exact: true }));
  await page.keyboard.type(ana.password);
  await page.keyboard.press('Enter');
  if (!person.scripts) {
    await person.isAt('probe-title');
    await page.waitForLoadState('load');
    await tabTo(person.button('probe-check'));
    await page.keyboard.press('Space');
  }
  await person.isAt('denied-title');

  // The language menu opens, closes and keeps the focus where it was.
  const menu = page.locator('details.menu > summary');
  await tabTo(menu);
  await page.keyboard.press('Enter');
  await expect(page.locator('details.menu')).toHaveAttribute('open', '');
  await page.keyboard.press('Enter');
  await expect(page.locator('details.menu')).not.toHaveAttribute('open', '');
  await expect(menu).toBeFocused();

  /** "Check again", and without scripts the device's check that may follow. */
  const checksAgain = async () => {
    await page.keyboard.press('Control+Home');
    await tabTo(person.button('recheck'));
    if (person.scripts) return page.keyboard.press('Enter');
    await leads(() => page.keyboard.press('Enter'));
    if (!(await person.button('probe-check').isVisible())) return;
    await tabTo(person.button('probe-check'));
    await leads(() => page.keyboard.press('Enter'));
  };
  await checksAgain();
  await person.isAt('denied-title');
  await demo.device({ firewall: true });
  if (person.scripts) return person.arrivesAt('ledger');
  await checksAgain();
  await tabTo(page.getByRole('button', { name: person.like('success-continue') }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(person.address('ledger'));
});
