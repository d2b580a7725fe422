/** Only without scripts: with them the page itself asks the agent. */
import { expect, test } from '../support/browser.ts';

const deepLink = '/reports/7?year=2026&quarter=3#totals';

test('a link leads to the agent and back, which costs no more than the fragment', async ({ person, demo, page }) => {
  await person.opens('ledger', deepLink);
  await person.givesName();
  await person.givesPassword();
  await person.isAt('probe-title');
  await page.getByRole('link', { name: person.say('probe-link') }).click();
  await page.waitForURL((url) => url.origin === demo.signIn);
  const goOn = person.button('probe-check');
  if (await goOn.isVisible()) await goOn.click();
  // No server ever sees the fragment, and without scripts nobody can put it into the link.
  await person.arrivesAt('ledger', deepLink.replace(/#.*/, ''));
});

test('a link to the agent that no page of the organization has shown asks before anything is told', async ({ person, demo, page, a11y }) => {
  await person.opens('ledger', deepLink);
  await person.givesName();
  await person.givesPassword();
  await person.isAt('probe-title');
  const link = page.getByRole('link', { name: person.say('probe-link') });
  // As where it was copied: the agent cannot see which page it came from.
  await link.evaluate((element) => element.setAttribute('referrerpolicy', 'no-referrer'));
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Tell ${new URL(demo.signIn).host} about this device?`);
  await a11y(page, 'the agent’s question');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL((url) => url.origin === demo.signIn);
  const goOn = person.button('probe-check');
  if (await goOn.isVisible()) await goOn.click();
  await person.arrivesAt('ledger', deepLink.replace(/#.*/, ''));
});
