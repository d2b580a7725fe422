/** Okta's library for browsers by itself, as an app with a sign-in form of its own uses it. */
import { resolve } from 'node:path';
import { expect, test } from '../support/offline.ts';
import { ana } from '../support/person.ts';
import { client } from '../support/widget.ts';

interface Step {
  status: string;
  nextStep?: { name: string };
  context?: { authenticatorChallenge?: { value: { challengeRequest: string } } };
  tokens?: Record<'accessToken' | 'idToken', { claims: Record<string, unknown> }>;
}

declare const OktaAuth: new (options: object) => { idx: Record<'start' | 'proceed', (values?: object) => Promise<Step>> };

/** The bundle for a page without a build. */
const library = resolve(import.meta.dirname, '../node_modules/@okta/okta-auth-js/dist/okta-auth-js.min.js');

test('an app’s own form signs in step by step with okta-auth-js', async ({ page, demo }) => {
  const app = await client(demo, 'ledger');
  await page.route(`${demo.signIn}/own-form`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Own form</title><link rel="icon" href="data:,">' }));
  await page.goto(`${demo.signIn}/own-form`);
  await page.addScriptTag({ path: library });
  const steps = await page.evaluate(
    async ({ app, login, password, agent }) => {
      const auth = new OktaAuth({ ...app, scopes: ['openid', 'profile'], idx: { useGenericRemediator: true } });
      const steps = [await auth.idx.start()];
      const go = async (values: object) => steps.push(await auth.idx.proceed(values));
      await go({ step: 'identify', identifier: login });
      await go({ step: 'challenge-authenticator', credentials: { passcode: password } });
      const challengeRequest = steps[2].context?.authenticatorChallenge?.value.challengeRequest;
      await fetch(`${agent}/challenge`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ challengeRequest }) });
      await go({ step: 'device-challenge-poll' });
      return steps.map(({ status, nextStep, tokens }) => ({ status, next: nextStep?.name, tokens }));
    },
    { app, login: ana.login, password: ana.password, agent: demo.agent },
  );
  expect(steps.map(({ status, next }) => [status, next])).toEqual([
    ['PENDING', 'identify'],
    ['PENDING', 'challenge-authenticator'],
    ['PENDING', 'device-challenge-poll'],
    ['SUCCESS', undefined],
  ]);
  expect(steps[3].tokens?.idToken.claims).toMatchObject({ iss: app.issuer, aud: app.clientId, preferred_username: ana.login });
});
