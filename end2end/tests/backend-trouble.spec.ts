/** The backend cannot be reached, is slow, or answers with something that is not an answer. */
import { expect, test } from '../support/browser.ts';
import { type Running, freePort, start } from '../support/doorstep.ts';
import { type Fault, FaultyServer } from '../support/faulty.ts';
import { pattern, text } from '../support/messages.ts';

let backend: FaultyServer;
let doorstep: Running;
let base: string;

test.beforeAll(async () => {
  backend = new FaultyServer(await freePort());
  const port = await freePort();
  base = `http://localhost:${port}`;
  doorstep = await start(
    ['serve'],
    {
      DOORSTEP_LISTEN: `127.0.0.1:${port}`,
      DOORSTEP_PUBLIC_URL: base,
      DOORSTEP_BACKEND_URL: backend.url,
      DOORSTEP_BACKEND_TIMEOUT: '1s',
    },
    `${base}/healthz`,
  );
});

test.afterAll(async () => {
  await doorstep?.stop();
  await backend?.stop();
});

test.afterEach(async () => {
  await backend.stop();
});

/** Where an app sends a browser. */
const signIn = () =>
  `${base}/signin?${new URLSearchParams({
    client_id: 'scripted', redirect_uri: 'http://localhost:9/callback', response_type: 'code', scope: 'openid', state: 's', nonce: 'n',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256',
  })}`;

const problems: { name: string; fault: Fault | 'unreachable'; message: string }[] = [
  { name: 'cannot be reached', fault: 'unreachable', message: 'problem-unreachable' },
  { name: 'is slow', fault: 'slow', message: 'problem-slow' },
  { name: 'fails', fault: '500', message: 'problem-failed' },
  { name: 'answers with half an answer', fault: 'malformed', message: 'problem-failed' },
  { name: 'answers with a web page', fault: 'html', message: 'problem-failed' },
];

// The status of the page itself is said by the browser; nothing else may be.
test.use({ expectedConsole: /Failed to load resource: the server responded with a status of 50\d .*\/signin/ });

for (const { name, fault, message } of problems) {
  test(`a backend that ${name} gives a clear page, and trying again goes on`, async ({ page, a11y }) => {
    if (fault !== 'unreachable') {
      backend.fault = fault;
      await backend.start();
    }
    const response = await page.goto(signIn());
    expect(response?.status()).toBeGreaterThanOrEqual(500);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(text('en', 'problem-title'));
    await expect(page.getByText(text('en', message))).toBeVisible();
    await expect(page.getByText(pattern('en', 'problem-reference'))).toBeVisible();
    await a11y(page, `a backend that ${name}`);

    backend.fault = 'none';
    if (fault === 'unreachable') await backend.start();
    // Before there is a sign-in, trying again is starting again.
    const again = new RegExp(`${text('en', 'problem-try-again')}|${text('en', 'start-again')}`);
    await page.getByRole('link', { name: again }).or(page.getByRole('button', { name: again })).first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(text('en', 'identify-title'));
    await expect(page.getByText('Scripted app')).toBeVisible();
  });
}

test('a backend that fails in the middle of a sign-in loses nothing', async ({ page }) => {
  backend.fault = 'none';
  await backend.start();
  await page.goto(signIn());
  await page.getByLabel(text('en', 'identify-username')).fill('ana@example.com');
  backend.fault = '500';
  await page.getByRole('button', { name: text('en', 'identify-next'), exact: true }).click();
  await expect(page.getByText(text('en', 'problem-failed'))).toBeVisible();
  backend.fault = 'none';
  await page.getByRole('link', { name: text('en', 'problem-try-again') })
    .or(page.getByRole('button', { name: text('en', 'problem-try-again') })).click();
  await expect(page.getByLabel(text('en', 'identify-username'))).toBeVisible();
});

test('the same problem has another reference each time', async ({ page }) => {
  const references = new Set<string | null>();
  for (let time = 0; time < 2; time++) {
    await page.goto(signIn());
    references.add(await page.getByText(pattern('en', 'problem-reference')).textContent());
  }
  expect(references.size).toBe(2);
});
