/** The fixtures of every browser test, for pages that run what others wrote: no request may leave this machine. */
import { expect, test as base } from './browser.ts';

interface Fixtures {
  /** What was asked of other machines, and not sent. */
  outside: string[];
}

export const test = base.extend<Fixtures>({
  outside: [
    async ({ context }, use) => {
      const asked: string[] = [];
      await context.route(
        (url) => url.protocol.startsWith('http') && url.hostname !== 'localhost',
        (route) => {
          asked.push(`${route.request().method()} ${route.request().url()}`);
          return route.abort();
        },
      );
      await use(asked);
      expect(asked, 'no request leaves this machine').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
