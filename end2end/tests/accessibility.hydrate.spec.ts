/** What docs/spec/ux.md asks of every state and only a browser shows; each test is named after the requirement. */
import { type Page, expect, test } from '../support/browser.ts';
import { languages } from '../support/messages.ts';
import { samples, stillWaiting } from '../support/samples.ts';

let base: string;
let names: string[];
/** What was seen of each state in each language. */
const seen: { name: string; language: string; facts: Facts }[] = [];

test.beforeAll(async ({ browser, gallery }) => {
  test.setTimeout(300_000);
  base = gallery;
  names = await samples(base);
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  await stillWaiting(page);
  for (const language of looked) {
    for (const name of names) {
      await page.goto(`${base}/preview/${name}?lang=${language}`);
      seen.push({ name, language, facts: await page.evaluate(facts, foreign[language] ?? '') });
    }
  }
  await page.close();
});

test.beforeEach(({ page }) => stillWaiting(page));

const full = process.env.DOORSTEP_TEST === 'full';

/** Words of German and English look alike: German in the full run only. */
const looked = full ? languages : languages.filter((language) => language !== 'de');

/** What looks like English in a page of another language: several Latin words in a row. */
const foreign: Record<string, string> = {
  de: '\\b(the|your|this|with|from|sign|check|device)\\b',
  ja: '[a-z]{2,} [a-z]{2,}( [a-z]{2,})',
  ar: '[a-z]{2,} [a-z]{2,}( [a-z]{2,})',
};

interface Facts {
  title: string;
  headings: { level: number; text: string }[];
  times: (string | null)[];
  orderedSteps: boolean;
  /** Whether help comes after everything else, with a heading. */
  helpLast: boolean;
  newTabs: { text: string; rel: string }[];
  unmarked: string[];
  refreshes: number;
  moving: number;
}

/** Runs in the browser. */
function facts(foreign: string): Facts {
  const text = (element: Element) => element.textContent?.trim() ?? '';
  const [main, foot] = [document.querySelector('main'), document.querySelector('footer')];
  const unmarked: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && foreign; node = walker.nextNode()) {
    // Whatever says its own language or direction may be anything.
    if (node.parentElement?.closest('script, style, bdi, code, kbd, svg, [dir="auto"], body [lang]')) continue;
    if (new RegExp(foreign).test(node.textContent ?? '')) unmarked.push(node.textContent?.trim() ?? '');
  }
  return {
    title: document.title,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((one) => ({ level: Number(one.tagName.slice(1)), text: text(one) })),
    times: [...document.querySelectorAll('time')].map((time) => time.getAttribute('datetime')),
    orderedSteps: [...document.querySelectorAll('.steps')].every((list) => list.tagName === 'OL'),
    helpLast: Boolean(main && foot?.querySelector('h2') && main.compareDocumentPosition(foot) & Node.DOCUMENT_POSITION_FOLLOWING),
    newTabs: [...document.querySelectorAll('a[target="_blank"]')].map((link) => ({ text: text(link), rel: link.getAttribute('rel') ?? '' })),
    unmarked,
    refreshes: document.querySelectorAll('meta[http-equiv]').length,
    moving: document.getAnimations().filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 100).length,
  };
}

test('S1: the title of each state holds its one heading', () => {
  for (const { name, facts } of seen) {
    const first = facts.headings.filter(({ level }) => level === 1);
    expect(first, name).toHaveLength(1);
    expect(first[0]?.text, name).not.toBe('');
    // Isolation marks are for pages that can show them, not for a title.
    expect(facts.title, name).toContain(first[0]?.text.replace(/[\u2066-\u2069]/g, ''));
  }
});

test('S2: headings skip no level, steps are ordered lists and dates are marked', () => {
  for (const { name, facts } of seen) {
    let before = 0;
    for (const { level } of facts.headings) {
      expect(level, `${name}: ${JSON.stringify(facts.headings)}`).toBeLessThanOrEqual(before + 1);
      before = level;
    }
    expect(facts.orderedSteps, name).toBe(true);
    for (const time of facts.times) expect(time, name).toMatch(/^(\d{4}-\d\d-\d\dT|P)/);
  }
  expect(seen.some(({ facts }) => facts.times.length > 0)).toBe(true);
});

test('S5: help stands last in every state', () => {
  expect(seen.filter(({ facts }) => !facts.helpLast).map(({ name }) => name)).toEqual([]);
});

test('S6: a link to another tab says so, and the other page learns nothing', () => {
  const english = seen.filter(({ language }) => language === 'en').flatMap(({ facts }) => facts.newTabs);
  expect(english.length).toBeGreaterThan(5);
  for (const link of english) {
    expect(link.text).toMatch(/new (tab|window)/i);
    expect(link.rel).toMatch(/noopener.*noreferrer/);
  }
});

test('S7: what is not in the page’s language is marked', () => {
  const unmarked = seen.flatMap(({ name, language, facts }) => facts.unmarked.map((text) => `${name}, ${language}: ${text}`));
  expect(unmarked).toEqual([]);
});

test('S9: with reduced motion nothing moves', () => {
  expect(seen.filter(({ facts }) => facts.moving > 0).map(({ name }) => name)).toEqual([]);
});

test('T8: no page refreshes by itself', () => {
  expect(seen.filter(({ facts }) => facts.refreshes > 0).map(({ name }) => name)).toEqual([]);
});

/** Goes through the states in `language`. */
async function each(page: Page, language: string, look: (name: string) => Promise<void>): Promise<void> {
  for (const name of names) {
    await page.goto(`${base}/preview/${name}?lang=${language}`);
    await look(name);
  }
}

test.describe('with styles of the person’s own', () => {
  // The page's security policy keeps other styles out; people's own settings do not ask it.
  test.use({ bypassCSP: true });

  const wide = async (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);
  /** Boxes that hide what does not fit, where something does not fit. */
  const cutOff = async (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main *, footer *')]
        .filter((box) => {
          const style = getComputedStyle(box);
          if (style.clipPath !== 'none' || box.closest('svg, [hidden]') || box.clientHeight <= 2) return false;
          const hides = [style.overflowX, style.overflowY].some((overflow) => overflow === 'hidden' || overflow === 'clip');
          return hides && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1);
        })
        .map((box) => box.outerHTML.slice(0, 120)),
    );

  for (const [what, style, width] of [
    ['S9: text spacing of WCAG 1.4.12 cuts nothing off', '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }', 360],
    ['S9: text at 200 % cuts nothing off (WCAG 1.4.4)', ':root { font-size: 200% !important }', 1280],
  ] as const) {
    test(what, async ({ page }) => {
      test.slow();
      await page.setViewportSize({ width, height: 800 });
      for (const language of full ? languages : (['de'] as const)) {
        await each(page, language, async (name) => {
          await page.addStyleTag({ content: style });
          expect(await wide(page), `${name}, ${language}`).toBeLessThanOrEqual(width);
          expect(await cutOff(page), `${name}, ${language}`).toEqual([]);
        });
      }
    });
  }
});

test('S5: at 400 % zoom whatever has the focus is seen whole, and its focus is drawn (WCAG 2.4.7, 2.4.11)', async ({ page }) => {
  test.slow();
  // 1280 × 1024 at 400 %.
  await page.setViewportSize({ width: 320, height: 256 });
  const some = full ? names : names.filter((name) => /^(denied-options|grace|identify-password|select-authenticator|device-loopback|success)$/.test(name));
  for (const name of some) {
    await page.goto(`${base}/preview/${name}?lang=en`);
    const seen = new Set<string>();
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return undefined;
        const box = element.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1)];
        const above = document.elementFromPoint(x, y);
        const style = getComputedStyle(element);
        return {
          html: element.outerHTML.slice(0, 160),
          inside: box.top >= -1 && box.left >= -1 && box.right <= innerWidth + 1,
          covered: !above || !(element.contains(above) || above.contains(element) || above.tagName === 'LABEL'),
          drawn: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none',
        };
      });
      if (!focus || seen.has(focus.html)) break;
      seen.add(focus.html);
      expect(focus, name).toMatchObject({ inside: true, covered: false, drawn: true });
    }
    expect(seen.size, name).toBeGreaterThan(0);
  }
});

test('S9: in forced colours every control has an edge and every verdict its sign', async ({ page, a11y }) => {
  test.slow();
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  for (const name of names.filter((name) => full || /^(denied-two|denied-unknown|grace|identify-password|success)$/.test(name))) {
    await page.goto(`${base}/preview/${name}?lang=en`);
    for (const button of await page.locator('main').getByRole('button').all()) {
      if (!(await button.isVisible())) continue;
      const edge = await button.evaluate((element) => {
        const style = getComputedStyle(element);
        return style.borderTopStyle !== 'none' || style.textDecorationLine.includes('underline');
      });
      expect(edge, `${name}: ${await button.textContent()}`).toBe(true);
    }
    for (const verdict of await page.locator('.verdict').all()) {
      // Those that pass are folded away.
      if (!(await verdict.isVisible())) continue;
      await expect(verdict.locator('svg')).toBeVisible();
      expect((await verdict.textContent())?.trim(), name).not.toBe('');
    }
    await a11y(page, `${name}, forced colours`);
  }
});
