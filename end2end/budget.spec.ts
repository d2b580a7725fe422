/** What the remediation page weighs on the wire: one initial congestion window for what is needed to read it. */
import { readdirSync, statSync } from 'node:fs';
import { get } from 'node:http';
import { siteRoot } from './support/doorstep.ts';
import { expect, test } from './support/browser.ts';

const PAGE = 14 * 1024;
const SCRIPTS = 80 * 1024;

/** Bytes of the body as they travel, for a browser that takes brotli. */
function weigh(url: string, cookie = ''): Promise<{ bytes: number; encoding: string | undefined }> {
  return new Promise((done, failed) => {
    get(url, { headers: { 'accept-encoding': 'br', accept: 'text/html,*/*', cookie } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => done({ bytes, encoding: response.headers['content-encoding'] }));
    }).on('error', failed);
  });
}

test('the remediation page is light', async ({ person, demo, page, context }) => {
  await demo.device({ firewall: false, disk_encryption: false });
  await person.opens('ledger');
  await person.signsIn();
  await person.isAt('denied-title');
  const cookie = (await context.cookies(demo.signIn)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const html = await weigh(page.url(), cookie);
  const styles = await page.locator('link[rel="stylesheet"]').evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
  let css = 0;
  for (const style of styles) {
    const { bytes, encoding } = await weigh(style);
    expect(encoding, style).toBe('br');
    css += bytes;
  }
  const scripts = readdirSync(`${siteRoot}/pkg`)
    .filter((name) => /\.(js|wasm)\.br$/.test(name))
    .reduce((sum, name) => sum + statSync(`${siteRoot}/pkg/${name}`).size, 0);
  const kb = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
  console.log(`remediation page: HTML ${kb(html.bytes)} + CSS ${kb(css)} = ${kb(html.bytes + css)} of ${kb(PAGE)}, brotli`);
  console.log(`scripts: WASM + glue ${kb(scripts)} of ${kb(SCRIPTS)}, brotli`);
  expect(html.encoding).toBe('br');
  expect(styles.length).toBeGreaterThan(0);
  expect(html.bytes + css).toBeLessThanOrEqual(PAGE);
  expect(scripts).toBeGreaterThan(0);
  expect(scripts).toBeLessThanOrEqual(SCRIPTS);
});
