/** Security keys and passkeys, with an authenticator that the browser simulates: what is asked, and what is sent. */
import { createHash, createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import type { CDPSession, Page } from '@playwright/test';
import { expect, test } from '../support/browser.ts';
import { text } from '../support/messages.ts';

let base: string;

test.beforeAll(({ gallery }) => {
  base = gallery;
});

/** What `flow/samples` says: the challenge, and the key that the person has. */
const challenge = Buffer.from('doorstep-sample-challenge').toString('base64url');
const credentialId = Buffer.from('doorstep-sample-key').toString('base64');

async function authenticator(page: Page, present = true): Promise<CDPSession & { id: string }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: present, automaticPresenceSimulation: true,
    },
  });
  return Object.assign(session, { id: authenticatorId });
}

/** The form post that the page makes, instead of the server. */
function posted(page: Page, path: string): Promise<URLSearchParams> {
  return new Promise((done) => {
    void page.route(`${base}${path}`, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      done(new URLSearchParams(route.request().postData() ?? ''));
      await route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Thanks</title>' });
    });
  });
}

const bytes = (value: string | null) => Buffer.from(value ?? '', 'base64');
const status = (page: Page) => page.locator('.key [role=status]');

test.describe('with script', () => {
  test.skip(({ javaScriptEnabled, browserName }) => javaScriptEnabled === false || browserName !== 'chromium');

  test('a key answers the challenge, and its signature stands the test', async ({ page }) => {
    const device = await authenticator(page);
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await device.send('WebAuthn.addCredential', {
      authenticatorId: device.id,
      credential: {
        credentialId, isResidentCredential: false, rpId: 'localhost', signCount: 7,
        privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      },
    });
    const post = posted(page, '/preview/webauthn');
    await page.goto(`${base}/preview/webauthn`);
    await page.getByRole('button', { name: text('en', 'key-verify') }).click();
    const form = await post;
    expect(form.get('form')).toBe('challenge-authenticator');
    const client = bytes(form.get('credentials.clientData'));
    expect(JSON.parse(client.toString())).toMatchObject({ type: 'webauthn.get', challenge, origin: base });
    const data = bytes(form.get('credentials.authenticatorData'));
    expect(data.subarray(0, 32)).toEqual(createHash('sha256').update('localhost').digest());
    const signed = createVerify('sha256').update(data).update(createHash('sha256').update(client).digest());
    const known = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }));
    expect(signed.verify(known, bytes(form.get('credentials.signatureData')))).toBe(true);
  });

  test('who is not there is told so in words, and can try again or take another way', async ({ page, a11y }) => {
    await authenticator(page, false);
    await page.goto(`${base}/preview/webauthn`);
    await page.getByRole('button', { name: text('en', 'key-verify') }).click();
    await expect(status(page)).toHaveText(text('en', 'key-canceled'));
    await expect(page.getByRole('button', { name: text('en', 'key-again') })).toBeEnabled();
    await expect(page.locator('details.other > summary').first()).toBeVisible();
    await a11y(page, 'a security key that did not answer');
  });

  test('a new key is made known with everything that was asked for', async ({ page }) => {
    await authenticator(page);
    const post = posted(page, '/preview/enroll-webauthn');
    await page.goto(`${base}/preview/enroll-webauthn`);
    await page.getByRole('button', { name: text('en', 'key-enroll') }).click();
    const form = await post;
    expect(form.get('form')).toBe('enroll-authenticator');
    expect(JSON.parse(bytes(form.get('credentials.clientData')).toString())).toMatchObject({ type: 'webauthn.create', challenge, origin: base });
    // CBOR of a map that holds the authenticator's data for this site.
    const attestation = bytes(form.get('credentials.attestation'));
    expect(attestation.includes(createHash('sha256').update('localhost').digest())).toBe(true);
    expect(JSON.parse(form.get('credentials.transports') ?? '')).toEqual(['internal']);
    expect(JSON.parse(form.get('credentials.clientExtensions') ?? '')).toEqual({});
  });

  test('a passkey that is chosen in the field for the name signs in', async ({ page }) => {
    const device = await authenticator(page);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await device.send('WebAuthn.addCredential', {
      authenticatorId: device.id,
      credential: {
        credentialId, isResidentCredential: true, rpId: 'localhost', signCount: 7, userHandle: Buffer.from('ana').toString('base64'),
        privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      },
    });
    const post = posted(page, '/preview/identify-passkeys');
    await page.goto(`${base}/preview/identify-passkeys`);
    const form = await post;
    expect(form.get('form')).toBe('challenge-webauthn-autofillui-authenticator');
    expect(bytes(form.get('credentials.userHandle')).toString()).toBe('ana');
    expect(bytes(form.get('credentials.signatureData')).length).toBeGreaterThan(60);
  });
});

test('without script the page says what this way needs and offers the others', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false);
  await page.goto(`${base}/preview/webauthn`);
  // Not by its text: that search leaves `noscript` out.
  await expect(page.locator('.key noscript p')).toBeVisible();
  await expect(page.locator('details.other > summary').first()).toBeVisible();
});
