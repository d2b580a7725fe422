/** Takes the README's pictures: a denial, a grace period, and a denial from right to left, in the dark, on a phone. */
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { test } from './support/browser.ts';
import { Person } from './support/person.ts';

const images = resolve(import.meta.dirname, '../docs/images');

/** The page as it is read, with no control in hand; as WebP, which the browser itself can write. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(async () => {
    (document.activeElement as HTMLElement | null)?.blur();
    await document.fonts.ready;
  });
  const png = (await page.screenshot({ animations: 'disabled', fullPage: true })).toString('base64');
  const empty = await page.context().newPage();
  const webp = await empty.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 });
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, png);
  await mkdir(images, { recursive: true });
  await writeFile(`${images}/${name}.webp`, Buffer.from(webp));
}

/** On the Mac that the demo simulates: elsewhere the page says first that it is looked at on another device. */
test.use({ userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36' });

test.describe(() => {
  test.use({ viewport: { width: 720, height: 640 } });

  test('denied', async ({ person, demo, page }) => {
    await demo.device({ firewall: false });
    await person.opens('ledger');
    await person.signsIn();
    await person.isAt('denied-title');
    await take(page, 'denied');
  });

  test('grace', async ({ person, demo, page }) => {
    await demo.device({ firewall: false });
    await person.opens('wiki');
    await person.signsIn();
    await person.isAt('grace-title');
    await take(page, 'grace');
  });
});

test.describe(() => {
  test.use({ viewport: { width: 390, height: 844 }, locale: 'ar', colorScheme: 'dark' });

  test('arabic, dark, mobile', async ({ demo, page }) => {
    const person = new Person(page, demo, true, 'ar');
    await demo.device({ os_version: '14.3' });
    await person.opens('ledger');
    await person.signsIn();
    await person.isAt('denied-title');
    await take(page, 'denied-arabic-dark');
  });
});
