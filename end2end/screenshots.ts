/** Takes the README's pictures: the journey of somebody whose firewall is off. */
import { resolve } from 'node:path';
import { test } from './support/browser.ts';

const images = resolve(import.meta.dirname, '../docs/images');

test.use({ viewport: { width: 720, height: 760 } });

test('pictures', async ({ person, demo, page }) => {
  const take = async (name: string) => {
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${images}/${name}.png`, animations: 'disabled' });
  };
  await demo.device({ firewall: false, os_version: '14.3' });
  await person.opens('ledger');
  await person.signsIn();
  await person.isAt('denied-title');
  await take('denied');

  await page.emulateMedia({ colorScheme: 'dark' });
  await person.opens('wiki');
  await person.signsIn();
  await person.isAt('grace-title');
  await take('grace-dark');
});

test.describe(() => {
  test.use({ locale: 'ar' });
  test('pictures from right to left', async ({ page, demo, javaScriptEnabled }) => {
    const { Person } = await import('./support/person.ts');
    const person = new Person(page, demo, javaScriptEnabled ?? true, 'ar');
    await demo.device({ firewall: false });
    await person.opens('travel');
    await person.signsIn();
    await person.isAt('denied-title');
    await page.screenshot({ path: `${images}/options-arabic.png`, animations: 'disabled' });
  });
});
