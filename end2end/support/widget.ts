/** Okta's own Sign-In Widget in front of our backend, on a page as a company would host it. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { type BrowserContext, type Page, expect } from '@playwright/test';
import type { Demo } from './demo.ts';
import { type App, ana } from './person.ts';

/** The folder of the published bundles. */
export const dist = join(dirname(createRequire(import.meta.url).resolve('@okta/okta-signin-widget/package.json')), 'dist');

export type Generation = 'Gen2' | 'Gen3';

export const generations: readonly Generation[] = ['Gen2', 'Gen3'];

/** What a hosting page takes of `dist`. */
export const bundles: Record<Generation, { script: string; style: string }> = {
  Gen2: { script: 'js/okta-sign-in.min.js', style: 'css/okta-sign-in.min.css' },
  Gen3: { script: 'js/okta-sign-in.next.js', style: 'css/okta-sign-in.next.css' },
};

/** Where the hosting page is, on whatever origin. */
export const path = '/widget/';

const labels: Record<string, string> = JSON.parse(readFileSync(join(dist, 'labels/json/login.json'), 'utf8'));

/** The widget's own English text of a key, as it is read: what it makes a link of has no marks any more. */
export function label(key: string, ...params: string[]): string {
  const text = labels[key];
  if (text === undefined) throw new Error(`the widget has no label ${key}`);
  return text.replace(/<\/?\$\d+>/g, '').replace(/\{(\d+)\}/g, (_, index) => params[Number(index)]);
}

/** What the widget is told about its organization and app. */
export interface Client {
  issuer: string;
  clientId: string;
  redirectUri: string;
  /** A sign-in that has begun already, named by its state handle, instead of a new one. */
  stateToken?: string;
}

/** The client of an example app: what the app sends browsers to the sign-in page with. */
export async function client(demo: Demo, app: App): Promise<Client> {
  const answer = await fetch(`${demo.app}/${app}`, { redirect: 'manual' });
  const request = new URL(answer.headers.get('location') ?? '', demo.app).searchParams;
  const [clientId, redirectUri] = [request.get('client_id'), request.get('redirect_uri')];
  if (!clientId || !redirectUri) throw new Error(`${app} sends nobody to the sign-in page: ${answer.status} ${answer.headers.get('location')}`);
  return { issuer: `${demo.signIn}/oauth2/default`, clientId, redirectUri };
}

/** The hosting page, as the widget's documentation has it. */
export function hostingPage(generation: Generation, { stateToken, ...client }: Client): string {
  const { script, style } = bundles[generation];
  const options = {
    ...(stateToken ? { baseUrl: new URL(client.issuer).origin, stateToken } : { ...client, scopes: ['openid', 'profile', 'email'] }),
    language: 'en',
    assets: { baseUrl: path.slice(0, -1) },
    // Gen2's default; Gen3 has none, and without it never trades the code for tokens.
    authScheme: 'oauth2',
  };
  // Where an answer to a poll brings the code, Gen3 lets auth-js trade it for tokens, wants to trade it again and stops (docs/widget.md).
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hosting page</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${path}${style}">
<script src="${path}${script}"></script>
</head>
<body>
<main id="widget"></main>
<script>
const signIn = new OktaSignIn(${JSON.stringify(options)});
${generation === 'Gen3' ? 'signIn.authClient.options.idx.exchangeCodeForTokens = false;' : ''}
signIn.renderEl({ el: '#widget' }).then(
  ({ tokens }) => { window.outcome = { tokens }; },
  (error) => { window.outcome = { error: String(error) }; },
);
</script>
</body>
</html>`;
}

/** Serves the hosting page and the widget's files at `origin`, to the pages of `context`. */
export async function host(context: BrowserContext, origin: string, generation: Generation, client: Client): Promise<void> {
  await context.route(`${origin}${path}**`, (route) => {
    const file = new URL(route.request().url()).pathname.slice(path.length);
    if (!file) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: hostingPage(generation, client) });
    const known = extname(file) && existsSync(join(dist, file));
    return known ? route.fulfill({ path: join(dist, file) }) : route.fulfill({ status: 404 });
  });
}

/** The tokens that the widget hands to its page. */
export interface Tokens {
  accessToken?: { claims: Record<string, unknown>; scopes: string[] };
  idToken?: { claims: Record<string, unknown> };
}

/** What a person can read and press, in its order. */
export interface Shown {
  /** The heading of the form; empty where there is none. */
  title: string;
  /** The lines of the message. */
  messages: string[];
  /** Where the message's links lead. */
  links: string[];
  /** What can be pressed: the form's button, then the way back. */
  buttons: string[];
}

/** Somebody who signs in with the widget. */
export class WidgetPerson {
  constructor(
    readonly page: Page,
    readonly generation: Generation,
  ) {}

  async opens(origin: string): Promise<void> {
    await this.page.goto(`${origin}${path}`);
    await expect(this.name()).toBeVisible();
  }

  name() {
    return this.page.locator('input[name=identifier]');
  }

  password() {
    return this.page.locator('input[type=password]');
  }

  async givesName(login = ana.login): Promise<void> {
    await this.name().fill(login);
    await this.name().press('Enter');
    await expect(this.password()).toBeVisible();
  }

  async givesPassword(password = ana.password): Promise<void> {
    await this.password().fill(password);
    await this.password().press('Enter');
  }

  async signsIn(): Promise<void> {
    await this.givesName();
    await this.givesPassword();
  }

  /** A button of the form, or the way back below it. */
  button(name: string) {
    return this.page.getByRole('button', { name, exact: true }).or(this.page.getByRole('link', { name, exact: true }));
  }

  #callout() {
    return this.page.locator('[data-se="callout"], [data-se="o-form-error-container"] .infobox').first();
  }

  /** Waits until it shows a message. */
  async hasAnswered(): Promise<void> {
    await expect(this.#callout()).toBeVisible();
  }

  /** What it shows, once it has a message. */
  async shown(): Promise<Shown> {
    const callout = this.#callout();
    const heading = this.page.locator('[data-se="o-form-head"]');
    const pressed = this.page.locator('form input[type=submit], form button:not([aria-label]):not([role]), [data-se="cancel"], [data-se="go-back"]');
    return {
      title: (await heading.count()) === 0 ? '' : await heading.innerText(),
      messages: (await callout.innerText()).split('\n').map((line) => line.trim()).filter(Boolean),
      links: await callout.locator('a[href]').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href)),
      buttons: await pressed.evaluateAll((all) => all.map((one) => (one instanceof HTMLInputElement ? one.value : (one as HTMLElement).innerText.trim()))),
    };
  }

  /** What the widget's promise came to. */
  async tokens(): Promise<Tokens> {
    const outcome = await this.page.waitForFunction(() => (window as unknown as { outcome?: { tokens?: Tokens; error?: string } }).outcome, undefined, { timeout: 15_000 });
    const { tokens, error } = (await outcome.jsonValue()) ?? {};
    if (!tokens) throw new Error(`the widget rejected: ${error}`);
    return tokens;
  }
}
