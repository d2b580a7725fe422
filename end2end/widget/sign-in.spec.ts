/**
 * Okta's own Sign-In Widget, both generations, signs in against our backend; and shows of each outcome what our page shows of it.
 *
 * The differences that are meant, and no others (docs/widget.md): our page words the built-in texts anew and in more languages, says
 * instructions and links apart, names the device and each check, offers to check again, and has more than one way on after a
 * sign-in that expired. What an admin wrote, where links lead and what can be done is the same.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { Demo, type Device } from '../support/demo.ts';
import { type Running, freePort, start } from '../support/doorstep.ts';
import { pattern, text } from '../support/messages.ts';
import { expect, test } from '../support/offline.ts';
import { type App, Person, ana } from '../support/person.ts';
import { WidgetPerson, client, generations, host, label } from '../support/widget.ts';

const denial = 'idx.error.code.access_denied.device_assurance.remediation';
const firewall = {
  text: 'Your firewall is turned off. Turn on the macOS firewall in System Settings, under Network, Firewall.',
  url: 'https://help.example.com/enable-macos-firewall',
};
const help = 'https://help.okta.com/eu/en-us/content/topics/end-user/ov-device-health-macos.htm';
const back = ['goback', 'back-to-sign-in'] as const;

/** A line of the widget's and what says the same on our page: the message of ours, or the very words. */
type Line = readonly [widget: string, ours: { id: string } | { verbatim: string } | { like: RegExp }];

interface Situation {
  name: string;
  app: App;
  device?: Partial<Device>;
  password?: string;
  /** Comes to pass while the password is asked for. */
  meanwhile?: (demo: Demo) => Promise<void>;
  /** The title of the widget's form, which has none where it is over. */
  title: string;
  /** The title of our page. */
  ourTitle: string;
  /** The message, line by line. */
  lines: (page: Page) => Promise<Line[]>;
  /** The addresses in the message. */
  links: string[];
  /** Labels of the widget's buttons and the messages of ours. */
  buttons: (readonly [widget: string, ours: string])[];
}

const lines = (...all: Line[]) => async () => all;
/** The last line of all remediation: on our page the help in the footer. */
const more: Line = [label(`${denial}.additional_help_default`), { id: 'help-title' }];

const situations: Situation[] = [
  {
    name: 'a wrong password',
    app: 'ledger',
    password: 'not the password',
    title: label('oie.password.challenge.title'),
    ourTitle: 'password-title',
    lines: lines([label('oie.password.incorrect.message'), { id: 'idx-wrong-password' }]),
    links: [],
    buttons: [['mfa.challenge.verify', 'form-verify'], back],
  },
  {
    name: 'a denial with the admin’s own text and link',
    app: 'ledger',
    device: { firewall: false },
    title: '',
    ourTitle: 'denied-title',
    lines: lines(
      [label(`${denial}.title`), { id: 'denied-title' }],
      // The widget says that there is something; our page says what.
      [label(`${denial}.explanation_one_rule`), { like: /macOS - Firewall enabled.*needs fixing\./ }],
      [firewall.text, { verbatim: firewall.text }],
      more,
    ),
    links: [firewall.url, help],
    buttons: [back],
  },
  {
    name: 'a denial with two options',
    app: 'travel',
    device: { firewall: false, os_version: '14.5', screen_lock: 'passcode' },
    title: '',
    ourTitle: 'denied-title',
    lines: lines(
      [label(`${denial}.title`), { id: 'denied-title' }],
      [label(`${denial}.explanation_multiple_rules`), { id: 'denied-explanation-multiple' }],
      [label(`${denial}.option_index`, '1'), { id: 'denied-option' }],
      [firewall.text, { verbatim: firewall.text }],
      [label(`${denial}.option_index`, '2'), { id: 'denied-option' }],
      [label(`${denial}.macos.upgrade_os_version`, '15.0'), { id: 'remedy-os-at-least' }],
      // A key of ours: the widget shows the text that comes with it.
      ['Set up Touch ID and lock the screen when you are away', { id: 'remedy-macos-biometric' }],
      more,
    ),
    links: [firewall.url, help, help, help],
    buttons: [back],
  },
  {
    name: 'a denial that says nothing',
    app: 'payroll',
    device: { firewall: false },
    title: '',
    ourTitle: 'denied-generic-title',
    lines: lines([label('errors.E0000006'), { id: 'idx-access-denied' }]),
    links: [],
    buttons: [back],
  },
  {
    name: 'a reminder in the grace period',
    app: 'wiki',
    device: { firewall: false },
    title: label('idx.device_assurance.grace_period.title'),
    ourTitle: 'grace-title',
    // The instant that ours names, which the widget tells to the full hour before it.
    lines: async (page) => {
      const due = Date.parse((await page.locator('time[datetime]').first().getAttribute('datetime')) ?? '');
      const local = new Intl.DateTimeFormat('en-US', {
        timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', timeZoneName: 'short',
      }).format(due - (due % 3_600_000));
      return [
        [label('idx.device_assurance.grace_period.warning.title.due_by_date', local.replaceAll('\u202f', ' ')), { id: 'grace-due' }],
        [firewall.text, { verbatim: firewall.text }],
        more,
      ];
    },
    links: [firewall.url, help],
    buttons: [['idx.device_assurance.grace_period.continue_to_app', 'grace-continue-to'], back],
  },
  {
    name: 'a sign-in that has expired',
    app: 'ledger',
    // Longer than a sign-in waits.
    meanwhile: (demo) => demo.clock(40 * 60),
    title: '',
    ourTitle: 'expired-title',
    lines: lines([label('idx.session.expired'), { id: 'expired-title' }]),
    links: [],
    buttons: [['goback', 'start-again']],
  },
];

// The statuses that the protocol asks for are said by the browser itself; Gen3's field for password managers is a matter of its own.
const refused = /Failed to load resource: .* 401 .*\/idp\/idx\/challenge\/answer\)$/;
const advice = /^verbose: \[DOM\] Input elements should have autocomplete attributes/;
test.use({ expectedConsole: new RegExp(`${refused.source}|${advice.source}`) });

for (const generation of generations) {
  test.describe(generation, () => {
    for (const situation of situations) {
      test(`${situation.name} is told as our page tells it: ${generation}`, async ({ page, demo, context, browser }) => {
        await demo.device(situation.device ?? {});
        await host(context, demo.signIn, generation, await client(demo, situation.app));
        const widget = new WidgetPerson(page, generation);
        await widget.opens(demo.signIn);
        await widget.givesName();
        await situation.meanwhile?.(demo);
        await widget.givesPassword(situation.password);
        await widget.hasAnswered();

        await demo.clock(0);
        const ourContext = await browser.newContext({ locale: 'en-US', timezoneId: 'Europe/Berlin', permissions: ['local-network-access'] });
        const ours = new Person(await ourContext.newPage(), demo, true);
        await ours.opens(situation.app);
        await ours.givesName();
        await situation.meanwhile?.(demo);
        await ours.givesPassword(situation.password);
        await ours.isAt(situation.ourTitle);

        const expected = await situation.lines(ours.page);
        await expect.poll(() => widget.shown()).toEqual({
          title: situation.title,
          messages: expected.map(([line]) => line),
          links: situation.links,
          buttons: situation.buttons.map(([name]) => label(name)),
        });
        for (const [line, same] of expected) {
          const found =
            'verbatim' in same ? ours.page.getByText(same.verbatim, { exact: true }) : ours.page.getByText('id' in same ? pattern('en', same.id) : same.like);
          await expect(found.filter({ visible: true }).first(), `our page also says: ${line}`).toBeVisible();
        }
        for (const link of situation.links) await expect(ours.page.locator(`a[href="${link}"]`).first()).toBeVisible();
        for (const [, name] of situation.buttons) {
          await expect(ours.page.getByRole('button', { name: pattern('en', name) }).first()).toBeVisible();
        }
        await ourContext.close();
      });
    }

    test(`a compliant device gets tokens: ${generation}`, async ({ page, demo, context }) => {
      const app = await client(demo, 'ledger');
      await host(context, demo.signIn, generation, app);
      const widget = new WidgetPerson(page, generation);
      const asked: string[] = [];
      page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
      await widget.opens(demo.signIn);
      await widget.signsIn();
      await hasTokens(widget, app);
      // The device was asked, over the loopback address, and told the backend itself.
      expect(asked).toContain(`GET ${demo.agent}/probe`);
      expect(asked).toContain(`POST ${demo.agent}/challenge`);
    });

    test(`whoever goes on from the reminder gets tokens: ${generation}`, async ({ page, demo, context }) => {
      await demo.device({ firewall: false });
      const app = await client(demo, 'wiki');
      await host(context, demo.signIn, generation, app);
      const widget = new WidgetPerson(page, generation);
      await widget.opens(demo.signIn);
      await widget.signsIn();
      await widget.button(label('idx.device_assurance.grace_period.continue_to_app')).click();
      await hasTokens(widget, app);
    });

    test(`a device that is fixed gets in at the next sign-in: ${generation}`, async ({ page, demo, context }) => {
      await demo.device({ firewall: false });
      const app = await client(demo, 'ledger');
      await host(context, demo.signIn, generation, app);
      const widget = new WidgetPerson(page, generation);
      await widget.opens(demo.signIn);
      await widget.signsIn();
      await expect.poll(async () => (await widget.shown()).messages).toContain(firewall.text);
      await demo.device({ firewall: true });
      await widget.button(label('goback')).click();
      await expect(widget.name()).toBeVisible();
      await widget.signsIn();
      await hasTokens(widget, app);
    });
  });
}

test.describe('on another site', () => {
  // Nothing listens there: the hosting page is all that there is of it.
  let site: string;
  let trusting: Demo;
  // The demo's own agent answers the sign-in page alone. This one was told of the site, too; whoever asks finds it at the next port.
  let agent: Running;
  let folder: string;

  test.beforeAll(async () => {
    site = `http://localhost:${await freePort()}`;
    const port = await freePort();
    trusting = await Demo.start({ DOORSTEP_TRUSTED_ORIGIN: site }, undefined, [port]);
    folder = await mkdtemp(join(tmpdir(), 'doorstep-device-'));
    const device = join(folder, 'mac.toml');
    const mac = await readFile(resolve(import.meta.dirname, '../../src/demo/devices/mac.toml'), 'utf8');
    await writeFile(device, mac.replace('firewall = false', 'firewall = true'));
    const allowed = [trusting.signIn, site].join();
    agent = await start(['agent', '--simulate', device, '--agent-ports', String(port), '--allow-org', allowed], {}, `http://localhost:${port}/device`);
  });
  test.afterAll(async () => {
    await agent?.stop();
    await trusting?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  // The first agent's refusal is said by the browser and by the widget.
  test.use({ expectedConsole: new RegExp(`${advice.source}|/probe|Authenticator is not listening|Something unexpected happened while we were checking`) });

  for (const generation of generations) {
    test(`whoever signs in on the page of a trusted origin gets tokens: ${generation}`, async ({ page, context }) => {
      const app = await client(trusting, 'ledger');
      await host(context, site, generation, app);
      const widget = new WidgetPerson(page, generation);
      await widget.opens(site);
      await widget.signsIn();
      await hasTokens(widget, app);
    });
  }

  test.describe(() => {
    test.use({ expectedConsole: /blocked by CORS policy|Failed to load resource: net::ERR_FAILED/ });
    test('a page of an origin that nobody trusts learns nothing', async ({ page, demo, context }) => {
      const app = await client(demo, 'ledger');
      await context.route(`${site}/`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,">' }));
      await page.goto(`${site}/`);
      const read = (url: string) => page.evaluate((url) => fetch(url).then(({ status }) => status, () => 'refused'), url);
      expect(await read(`${app.issuer}/.well-known/openid-configuration`)).toBe('refused');
      // The same page may read of whom it is trusted by.
      expect(await read(`${(await client(trusting, 'ledger')).issuer}/.well-known/openid-configuration`)).toBe(200);
    });
  });
});

/** The tokens say who signed in and for which app; the widget has verified them against our keys. */
async function hasTokens(widget: WidgetPerson, app: { issuer: string; clientId: string }): Promise<void> {
  const { accessToken, idToken } = await widget.tokens();
  expect(idToken?.claims).toMatchObject({ iss: app.issuer, aud: app.clientId, preferred_username: ana.login, email: ana.login, amr: ['pwd', 'swk'] });
  expect(accessToken?.claims).toMatchObject({ iss: app.issuer, cid: app.clientId, sub: idToken?.claims.sub });
  expect([...(accessToken?.scopes ?? [])].sort()).toEqual(['email', 'openid', 'profile']);
}

test.describe(() => {
  test.use({ expectedConsole: /ERR_FAILED/ });
  test('a request to another machine is stopped and told', async ({ page, outside }) => {
    await page.goto('about:blank');
    const sent = await page.evaluate(() => fetch('https://example.com/font.woff2').then(() => true, () => false));
    expect(sent).toBe(false);
    // Taken out again: what is left when a test ends fails it.
    expect(outside.splice(0)).toEqual(['GET https://example.com/font.woff2']);
  });
});

test('the labels of the widget and the messages of our page are looked up, not made up', () => {
  expect(label('goback')).toBe('Back to sign in');
  expect(() => label('no.such.key')).toThrow();
  expect(text('en', 'back-to-sign-in')).not.toBe('');
  expect(() => text('en', 'no-such-message')).toThrow();
});
