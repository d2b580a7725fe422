/** What the page's headers forbid: everything but itself, and the agent while it is asked. */
import { expect, test } from '../support/browser.ts';

/** The policy's directives by name. */
function directives(policy: string | undefined): Map<string, string[]> {
  return new Map((policy ?? '').split(';').map((directive) => {
    const [name, ...values] = directive.trim().split(/\s+/);
    return [name, values] as const;
  }));
}

const headersOf = async (page: import('@playwright/test').Page) => {
  const response = await page.reload();
  return response?.headers() ?? {};
};

test('scripts need a nonce that differs each time, and nothing of others is allowed', async ({ person, page, demo }) => {
  await person.opens('ledger');
  const nonces = new Set<string>();
  for (let time = 0; time < 2; time++) {
    const headers = await headersOf(page);
    const policy = directives(headers['content-security-policy']);
    const nonce = policy.get('script-src')?.find((value) => value.startsWith("'nonce-"));
    expect(nonce).toBeDefined();
    nonces.add(nonce ?? '');
    const flat = headers['content-security-policy'];
    expect(flat).not.toContain('unsafe-inline');
    expect(flat).not.toContain("'unsafe-eval'");
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('object-src') ?? policy.get('default-src')).toEqual(["'none'"]);
    // Only ourselves: no origin at all before the agent is asked.
    expect(flat.match(/https?:\/\/[^\s;]+/g) ?? []).toEqual([]);
    expect(headers['cache-control']).toContain('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBeTruthy();
  }
  expect(nonces.size).toBe(2);
  expect(demo.signIn).toContain('localhost');
});

test('while the device is asked the page may talk to the agent’s addresses and to nobody else', async ({ person, page, demo }) => {
  await demo.device({ simulation: { behavior: 'slow' } });
  await person.opens('ledger');
  await person.givesName();
  const loaded = page.waitForResponse((response) => /\/signin\/[^/?]+$/.test(response.url()) && response.request().method() === 'GET');
  await person.givesPassword();
  const policy = directives((await loaded).headers()['content-security-policy']);
  const connect = policy.get('connect-src') ?? [];
  expect(connect).toContain(demo.agent);
  for (const value of connect) {
    expect(value === "'self'" || /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\]):\d+$/.test(value), value).toBe(true);
  }
});

test('no request leaves for anybody but page, app and agent', async ({ person, page, demo }) => {
  const others = new Set<string>();
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && ![demo.signIn, demo.app, demo.agent].includes(origin)) others.add(request.url());
  });
  await person.opens('ledger');
  await person.signsIn();
  await person.arrivesAt('ledger');
  expect([...others]).toEqual([]);
});

test('no secret is in the page, its address or the log', async ({ person, page, demo }) => {
  const seen: string[] = [];
  page.on('request', (request) => seen.push(request.url()));
  await demo.device({ firewall: false });
  await person.opens('ledger');
  await person.signsIn();
  await person.isAt('denied-title');
  const html = await page.content();
  expect(html).not.toMatch(/stateHandle|02\.id\./);
  expect(demo.log()).not.toContain('Doorstep-ana-2026');
  expect(demo.log()).not.toMatch(/02\.id\.|eyJ[\w-]+\.eyJ/);
  for (const url of seen.filter((url) => url.startsWith(demo.signIn))) expect(url).not.toMatch(/stateHandle|password|passcode|eyJ/);
});
