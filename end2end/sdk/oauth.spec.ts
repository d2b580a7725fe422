/** Okta's own Node SDK in its OAuth mode (private_key_jwt): a program that acts in its own name. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Org, all, client, refusal } from '../support/org.ts';

test.describe.configure({ mode: 'serial' });

let org: Org;
let admin: Awaited<ReturnType<Org['client']>>;

test.beforeAll(async () => {
  org = await Org.start();
  admin = await org.client();
});
test.afterAll(() => org?.stop());

/** A service app with the public half of `key`, and what it may do. */
async function service(label: string, key: object, scopes: string[]): Promise<string> {
  const application = {
    name: 'oidc_client',
    label,
    signOnMode: 'OPENID_CONNECT',
    credentials: { oauthClient: { token_endpoint_auth_method: 'private_key_jwt' } },
    settings: { oauthClient: { application_type: 'service', grant_types: ['client_credentials'], response_types: ['token'], jwks: { keys: [key] } } },
  };
  const { id: appId } = await admin.applicationApi.createApplication({ application: application as never }) as { id: string };
  for (const scopeId of scopes) {
    const grant = await admin.applicationApi.grantConsentToScope({ appId, oAuth2ScopeConsentGrant: { issuer: org.url, scopeId } });
    expect(grant).toMatchObject({ scopeId, issuer: org.url, clientId: appId, status: 'ACTIVE', source: 'ADMIN' });
  }
  return appId;
}

const program = (clientId: string, privateKey: object, scopes: string[]) =>
  client(org.url, '', { authorizationMode: 'PrivateKey', clientId, scopes: scopes.join(' '), privateKey });

const keys = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

test('a program that signs with RS256 does what it was granted and no more', async () => {
  const pair = keys.RS256();
  const jwk = { kid: 'key-1', use: 'sig', alg: 'RS256' };
  const scopes = ['okta.deviceAssurance.manage', 'okta.policies.read'];
  const clientId = await service('Nightly', { ...pair.publicKey.export({ format: 'jwk' }), ...jwk }, scopes);
  const own = program(clientId, { ...pair.privateKey.export({ format: 'jwk' }), ...jwk }, scopes);

  const deviceAssurance = { name: 'By a program', platform: 'MACOS', osVersion: { minimum: '14.4' } } as never;
  const created = await own.deviceAssuranceApi.createDeviceAssurancePolicy({ deviceAssurance });
  expect(created).toMatchObject({ name: 'By a program', createdBy: clientId });
  expect(await all(own.policyApi.listPolicies({ type: 'ACCESS_POLICY' }))).not.toHaveLength(0);
  const policy = { name: 'Mine', type: 'ACCESS_POLICY' } as never;
  expect(await refusal(own.policyApi.createPolicy({ policy }))).toBe('HTTP 403 E0000006');
  expect(await refusal(all(own.applicationApi.listApplications()))).toBe('HTTP 403 E0000006');

  const until = new Date(Date.now() + 60_000).toISOString();
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const events = await all(admin.systemLogApi.listLogEvents({ filter: `actor.id eq "${clientId}"`, since, until }));
  // The SDK keeps its token for as long as it is good.
  expect(events.map(({ eventType }) => eventType)).toEqual(['app.oauth2.token.grant.access_token', 'device.assurance.policy.add']);
});

test('a program that signs with ES256 gets a token too, once for each assertion', async () => {
  // The SDK itself cannot sign its proofs of possession with such a key, so this is by hand.
  const pair = keys.ES256();
  const clientId = await service('By hand', pair.publicKey.export({ format: 'jwk' }), ['okta.policies.read']);
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: `${org.url}/oauth2/v1/token`, iat: now, exp: now + 300, jti: 'the first' };
  const head = `${encoded({ alg: 'ES256' })}.${encoded(claims)}`;
  const signature = sign('sha256', Buffer.from(head), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: 'okta.policies.read',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${head}.${signature}`,
  });
  const ask = () => fetch(`${org.url}/oauth2/v1/token`, { method: 'POST', body });
  const granted = await ask();
  expect(granted.status).toBe(200);
  const { access_token: token, expires_in } = await granted.json() as { access_token: string; expires_in: number };
  expect(expires_in).toBe(3600);
  // Okta's Python SDK writes no blank behind the scheme.
  for (const authorization of [`Bearer ${token}`, `Bearer${token}`]) {
    const read = await fetch(`${org.url}/api/v1/policies?type=ACCESS_POLICY`, { headers: { authorization } });
    expect(read.status).toBe(200);
  }
  const again = await ask();
  expect(again.status).toBe(401);
  expect(await again.json()).toMatchObject({ error: 'invalid_client' });
});

test('a revoked grant and a deactivated app end what a program may do, at once', async () => {
  const pair = keys.RS256();
  const scopes = ['okta.policies.read'];
  const appId = await service('Ending', pair.publicKey.export({ format: 'jwk' }), scopes);
  const own = program(appId, pair.privateKey.export({ format: 'jwk' }), scopes);
  const read = () => all(own.policyApi.listPolicies({ type: 'ACCESS_POLICY' }));
  await read();
  const [grant] = await all(admin.applicationApi.listScopeConsentGrants({ appId }));
  await admin.applicationApi.revokeScopeConsentGrant({ appId, grantId: grant?.id as string });
  expect(await refusal(read())).toBe('HTTP 403 E0000006');
  await admin.applicationApi.grantConsentToScope({ appId, oAuth2ScopeConsentGrant: { issuer: org.url, scopeId: 'okta.policies.read' } });
  await read();
  await admin.applicationApi.deactivateApplication({ appId });
  // The SDK asks for another token, does not see that it is refused, and brings none.
  expect(await refusal(read())).toBe('HTTP 401 E0000011');
  await admin.applicationApi.deleteApplication({ appId });
  expect(await refusal(admin.applicationApi.getApplication({ appId }))).toBe('HTTP 404 E0000007');
});

test('a scope that was not granted, and a key that is not the app\'s, get no token, and the log says why', async () => {
  const pair = keys.RS256();
  const appId = await service('Greedy', pair.publicKey.export({ format: 'jwk' }), ['okta.policies.read']);
  const greedy = program(appId, pair.privateKey.export({ format: 'jwk' }), ['okta.users.manage']);
  expect(await refusal(all(greedy.userApi.listUsers()))).toBe('HTTP 401 E0000011');
  const forger = program(appId, keys.RS256().privateKey.export({ format: 'jwk' }), ['okta.policies.read']);
  expect(await refusal(all(forger.policyApi.listPolicies({ type: 'ACCESS_POLICY' })))).toBe('HTTP 401 E0000011');
  const until = new Date(Date.now() + 60_000).toISOString();
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const events = await all(admin.systemLogApi.listLogEvents({ filter: `actor.id eq "${appId}"`, since, until }));
  const reasons = new Set(events.map(({ outcome }) => `${outcome?.result} ${outcome?.reason}`));
  expect(reasons).toEqual(new Set(['FAILURE invalid_scope', 'FAILURE invalid_client']));
});
