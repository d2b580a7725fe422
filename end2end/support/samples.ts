/** The states of the preview gallery. */
import { type Page, expect } from '@playwright/test';

/** The names of all samples that the gallery at `base` lists. */
export async function samples(base: string): Promise<string[]> {
  const index = await (await fetch(`${base}/preview`)).text();
  const names = new Set([...index.matchAll(/href="\/preview\?state=([\w-]+)/g)].map(([, name]) => name));
  expect(names.size).toBeGreaterThan(10);
  return [...names];
}

/** A sample has no sign-in behind it and asks no agent: it goes on waiting, as at the moment it shows. */
export async function stillWaiting(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.EventSource = class extends EventTarget {
      close() {}
    } as unknown as typeof EventSource;
    window.fetch = () => new Promise(() => {});
  });
}
