/** Several policies, any one of which would do. */
import { expect, test } from '../support/browser.ts';
import { Demo } from '../support/demo.ts';
import { Person } from '../support/person.ts';

const deepLink = '/reports/7?year=2026&quarter=3#totals';

test('where either of two policies would do, both ways are offered and one is enough', async ({ page, a11y, javaScriptEnabled }) => {
  // A demo of its own: the policy is changed.
  const demo = await Demo.start();
  const person = new Person(page, demo, javaScriptEnabled ?? true);
  await demo.offersTwoWays();
  await demo.device({ firewall: false, os_version: '14.3' });
  await person.opens('ledger', deepLink);
  await person.signsIn();
  await person.isAt('denied-title');
  await expect(page.getByText(person.like('denied-option'))).toHaveCount(2);
  await a11y(page, 'denied, two options');
  await demo.device({ os_version: '14.6.1' });
  if (!person.scripts) await person.checksAgain();
  await person.arrivesAt('ledger', deepLink);
  await demo.stop();
});
