/**
 * The same denial through our page and through Okta's widget, both generations, on a slow phone with an empty cache: run after run in
 * turn, against one backend. Prints the medians and ratios; with DOORSTEP_BENCH_README it also writes them into the README.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { type Browser, expect, test } from '@playwright/test';
import { Demo } from '../support/demo.ts';
import { freePort } from '../support/doorstep.ts';
import { text } from '../support/messages.ts';
import { Person, ana } from '../support/person.ts';
import { type Client, type Generation, client, hostingPage, path } from '../support/widget.ts';
import { deniedHandle } from './denied.ts';
import { Front } from './front.ts';
import { type Visit, Visitor } from './measure.ts';

const RUNS = Number(process.env.DOORSTEP_BENCH_RUNS ?? 5);
const admin = 'Your firewall is turned off. Turn on the macOS firewall in System Settings, under Network, Firewall.';
/** The longest wait for anything, in milliseconds. */
const PATIENCE = 120_000;
const readme = resolve(import.meta.dirname, '../../README.md');

type Contender = 'Doorstep' | Generation;
const contenders: readonly Contender[] = ['Doorstep', 'Gen2', 'Gen3'];
const names: Record<Contender, string> = { Doorstep: 'Doorstep', Gen2: 'Widget, Gen2', Gen3: 'Widget, Gen3' };

interface Stage {
  front: Front;
  demo: Demo;
  client: Client;
  browser: Browser;
}

/** Somebody comes from an app, types as soon as there is something to type into, and reads why they do not get in. */
async function signIn({ front, demo, client, browser }: Stage, contender: Contender): Promise<Visit> {
  // Where the app sends the browser: its own answer is not what is compared.
  const authorize = (await fetch(`${demo.app}/ledger`, { redirect: 'manual' })).headers.get('location');
  if (!authorize) throw new Error('the app sends nobody to the sign-in page');
  if (contender !== 'Doorstep') front.pages.set(contender, hostingPage(contender, client));
  const visitor = await Visitor.arrive(browser, front.url, admin);
  const { page } = visitor;
  const began = Date.now();
  await page.goto(contender === 'Doorstep' ? authorize : `${front.url}${path}?${contender}`, { waitUntil: 'commit', timeout: PATIENCE });
  for (const [field, value] of [['input[name=identifier]', ana.login], ['input[type=password]', ana.password]]) {
    await page.locator(field).waitFor({ timeout: PATIENCE });
    await page.locator(field).fill(value);
    await page.locator(field).press('Enter');
  }
  return finish(visitor, began);
}

/** The denial alone, opened by somebody whose sign-in stands there: in another tab, or the next time they look. */
async function open(stage: Stage, contender: Contender): Promise<Visit> {
  const { front, demo, client, browser } = stage;
  let url = `${front.url}${path}?${contender}`;
  let selector = '[data-se="cancel"]';
  let state: Awaited<ReturnType<import('@playwright/test').BrowserContext['storageState']>> | undefined;
  if (contender === 'Doorstep') {
    const context = await browser.newContext({ locale: 'en-US', permissions: ['local-network-access'] });
    const person = new Person(await context.newPage(), demo, true);
    await person.opens('ledger');
    await person.signsIn();
    await person.isAt('denied-title');
    url = person.page.url();
    state = await context.storageState();
    await context.close();
    selector = `button:text-is("${text('en', 'recheck')}")`;
  } else {
    const stateToken = await deniedHandle(front.url, demo.agent, client, admin);
    front.pages.set(contender, hostingPage(contender, { ...client, stateToken }));
  }
  const reader = await Visitor.arrive(browser, front.url, admin, state);
  let began = Date.now();
  await reader.page.goto(url, { waitUntil: 'commit', timeout: PATIENCE });
  const visit = await finish(reader, began);
  // Once more, for the press takes the page away.
  const presser = await Visitor.arrive(browser, front.url, admin, state);
  began = Date.now();
  await presser.page.goto(url, { waitUntil: 'commit', timeout: PATIENCE });
  const buttonWorks = await presser.press(selector, began);
  await presser.leave();
  return { ...visit, buttonWorks };
}

async function finish(visitor: Visitor, began: number): Promise<Visit> {
  const visit = await visitor.read(began);
  await visitor.leave();
  return visit;
}

const median = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const kb = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
const rows: { name: string; of: (visit: Visit) => number | undefined; as: (value: number) => string }[] = [
  { name: 'transferred', of: (visit) => visit.bytes, as: kb },
  { name: 'requests', of: (visit) => visit.requests, as: String },
  { name: 'until the instruction can be read', of: (visit) => visit.textVisible, as: seconds },
  { name: 'until the first button works', of: (visit) => visit.buttonWorks, as: seconds },
  { name: 'main thread blocked', of: (visit) => visit.blocked, as: (value) => `${Math.round(value)} ms` },
  { name: 'JavaScript heap, WebAssembly’s memory included', of: (visit) => visit.heap, as: (value) => `${(value / 1024 / 1024).toFixed(1)} MB` },
];

/** Medians as a Markdown table; beside the widget's, how many times ours it is. */
function table(title: string, visits: Record<Contender, Visit[]>): string {
  const lines = [`| ${title} | ${contenders.map((contender) => names[contender]).join(' | ')} |`, '|---|--:|--:|--:|'];
  for (const { name, of, as } of rows) {
    const medians = contenders.map((contender) => {
      const values = visits[contender].map(of).filter((value) => value !== undefined);
      return values.length ? median(values) : undefined;
    });
    const [ours, ...theirs] = medians;
    if (ours === undefined) continue;
    const beside = theirs.map((value) => (value === undefined ? '–' : `${as(value)}${ours > 0 ? ` (${(value / ours).toFixed(1)}×)` : ''}`));
    lines.push(`| ${name} | ${[as(ours), ...beside].join(' | ')} |`);
  }
  return lines.join('\n');
}

/** `text` in lines as long as the README's. */
const wrapped = (text: string) => text.replace(/(.{1,130})(?: |$)/g, '$1\n').trimEnd();

/** Puts `words` between the README's markers. */
function write(words: string): void {
  const [begin, end] = ['<!-- make bench-readme writes from here -->', '<!-- to here -->'];
  const before = readFileSync(readme, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no "${begin}" … "${end}"`);
  writeFileSync(readme, `${before.slice(0, from + begin.length)}\n${words}\n${before.slice(to)}`);
}

test('the same denial, side by side', async ({ browser }) => {
  test.setTimeout(60 * 60_000);
  const backend = await freePort();
  const front = await Front.start(await freePort(), backend);
  const demo = await Demo.start({ DOORSTEP_LISTEN: `127.0.0.1:${backend}`, DOORSTEP_PUBLIC_URL: front.url }, front.url);
  try {
    await demo.device({ firewall: false });
    const stage = { front, demo, client: await client(demo, 'ledger'), browser };
    const opened: Record<Contender, Visit[]> = { Doorstep: [], Gen2: [], Gen3: [] };
    const signedIn: Record<Contender, Visit[]> = { Doorstep: [], Gen2: [], Gen3: [] };
    // The first run fills the server's caches and is not counted; then in turn, so that a busy moment meets all.
    for (let run = 0; run <= RUNS; run++) {
      for (const contender of contenders) {
        const visits = [await open(stage, contender), await signIn(stage, contender)];
        for (const [visit, kept] of [[visits[0], opened], [visits[1], signedIn]] as const) {
          if (run > 0) kept[contender].push(visit);
          const { encodings, ...figures } = visit;
          console.log(`${run === 0 ? 'warm-up' : `run ${run}`} ${contender}, ${kept === opened ? 'opened' : 'signed in'}: ${JSON.stringify(figures)} ${[...encodings].join('+')}`);
        }
      }
    }
    const used = new Set(contenders.flatMap((contender) => signedIn[contender].flatMap((visit) => [...visit.encodings])));
    // Compressed alike, or nothing is compared.
    for (const contender of contenders) expect(signedIn[contender].every((visit) => visit.encodings.has('br')), `${contender} comes in brotli`).toBe(true);
    const setting = [
      `Medians of ${RUNS} runs each, in turn, against the same backend on the same machine (${cpus().length} cores, load average`,
      `${loadavg()[1].toFixed(0)} meanwhile), in Chromium ${browser.version()} with an empty cache, a processor slowed down four times and`,
      `DevTools’ “slow 4G” (1.47 Mbit/s, 562 ms). Everything is compressed alike (${[...used].filter((one) => one !== 'none').join(', ')};`,
      'the widget’s files at the highest quality). The widget is `@okta/okta-signin-widget` 7.49.0 as it is published, with English texts',
      'only. In brackets: how many times ours. From the app to the denial, name and password are typed without a pause. The first button is',
      '“Check again” on our page and “Back to sign in” in the widget, which has no other.',
    ].join(' ');
    const words = [
      wrapped(setting),
      '',
      table('The denial, opened by itself', opened),
      '',
      table('From the app to the denial', signedIn),
    ].join('\n');
    console.log(`\n${words}\n`);
    if (process.env.DOORSTEP_BENCH_README) write(words);
  } finally {
    await demo.stop();
    await front.stop();
  }
});
