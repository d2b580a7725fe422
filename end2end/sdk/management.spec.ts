/** Okta's own Node SDK against a running server: the calls of docs/spec/management-api.md 8.2, rows 1–19, and 8.4. */
import { expect, test } from '@playwright/test';
import { Org, all, refusal } from '../support/org.ts';

test.describe.configure({ mode: 'serial' });

let org: Org;
let okta: Awaited<ReturnType<Org['client']>>;

test.beforeAll(async () => {
  org = await Org.start({ DOORSTEP_DEVICE_RATE_LIMIT: '600' });
  okta = await org.client();
});
test.afterAll(() => org?.stop());

const check = {
  name: 'macOS - Firewall enabled',
  description: 'Whether the firewall is on',
  variableName: 'macOSFirewall',
  platform: 'MACOS' as const,
  type: 'CUSTOM' as const,
  mappingType: 'CHECKBOX' as const,
  query: 'SELECT CASE WHEN global_state = 0 THEN 0 ELSE 1 END AS firewall_enabled FROM alf;',
  remediationSettings: {
    message: { defaultI18nKey: null, customText: 'Your firewall is turned off.' },
    link: { defaultUrl: null, customUrl: 'https://help.example.com/enable-macos-firewall' },
  },
};

/** The SDK's types know neither null in a text nor every field of a platform: what is sent is what counts here. */
const sent = (body: object) => body as never;

const rule = (name: string, include: string[]) => ({
  name,
  type: 'ACCESS_POLICY',
  conditions: { device: { registered: true, managed: false, assurance: { include } } },
  actions: {
    appSignOn: {
      access: 'ALLOW',
      verificationMethod: { type: 'ASSURANCE', factorMode: '1FA', reauthenticateIn: 'PT2H', constraints: [{ knowledge: { types: ['password'] } }] },
    },
  },
});

test('1: the default posture checks are built in, each with its variable', async () => {
  const checks = await all(okta.devicePostureCheckApi.listDefaultDevicePostureChecks());
  expect(checks.length).toBeGreaterThan(0);
  for (const { type, variableName } of checks) expect({ type, named: Boolean(variableName) }).toEqual({ type: 'BUILTIN', named: true });
});

test('2–5: a posture check is created, read, listed and replaced', async () => {
  const created = await okta.devicePostureCheckApi.createDevicePostureCheck({ devicePostureCheck: sent(check) });
  expect(created).toMatchObject(check);
  expect(created.id).toMatch(/^dch.{17}$/);
  expect(created.createdDate).toBeTruthy();
  expect(created._links?.self?.href).toBe(`${org.url}/api/v1/device-posture-checks/${created.id}`);

  const postureCheckId = created.id as string;
  const read = await okta.devicePostureCheckApi.getDevicePostureCheck({ postureCheckId });
  expect(JSON.stringify(read)).toBe(JSON.stringify(created));
  expect(await refusal(okta.devicePostureCheckApi.getDevicePostureCheck({ postureCheckId: 'dchNobody' }))).toBe('HTTP 404 E0000007');

  const listed = await all(okta.devicePostureCheckApi.listDevicePostureChecks());
  expect(listed.map(({ id }) => id)).toEqual([postureCheckId]);

  const replaced = await okta.devicePostureCheckApi.replaceDevicePostureCheck({
    postureCheckId,
    devicePostureCheck: sent({ ...created, name: 'macOS - Firewall' }),
  });
  expect(replaced).toMatchObject({ ...check, name: 'macOS - Firewall', id: postureCheckId });
  expect(Date.parse(String(replaced.lastUpdate))).toBeGreaterThanOrEqual(Date.parse(String(created.lastUpdate)));
});

test('6: a posture check is deleted, but not while a policy uses it', async () => {
  const devicePostureCheck = sent({ ...check, variableName: 'other', name: 'Other' });
  const { id: postureCheckId } = await okta.devicePostureCheckApi.createDevicePostureCheck({ devicePostureCheck }) as { id: string };
  const policy = { name: 'Uses it', platform: 'MACOS', osVersion: { minimum: '14.4' }, devicePostureChecks: { include: [{ variableName: 'other', value: '1' }] } };
  const { id: deviceAssuranceId } = await okta.deviceAssuranceApi.createDeviceAssurancePolicy({ deviceAssurance: sent(policy) }) as { id: string };
  const remove = () => okta.devicePostureCheckApi.deleteDevicePostureCheck({ postureCheckId });
  expect(await refusal(remove())).toBe('HTTP 409 E0000195');
  await okta.deviceAssuranceApi.deleteDeviceAssurancePolicy({ deviceAssuranceId });
  await remove();
  expect(await refusal(okta.devicePostureCheckApi.getDevicePostureCheck({ postureCheckId }))).toBe('HTTP 404 E0000007');
});

const platforms = {
  ANDROID: { osVersion: { minimum: '14' }, diskEncryptionType: { include: ['FULL', 'USER'] }, screenLockType: { include: ['BIOMETRIC'] }, jailbreak: false, secureHardwarePresent: true },
  IOS: { osVersion: { minimum: '17.4.1' }, screenLockType: { include: ['BIOMETRIC', 'PASSCODE'] }, jailbreak: false },
  MACOS: {
    osVersion: { minimum: '14.4' },
    diskEncryptionType: { include: ['ALL_INTERNAL_VOLUMES'] },
    screenLockType: { include: ['BIOMETRIC', 'PASSCODE'] },
    secureHardwarePresent: true,
    thirdPartySignalProviders: { dtc: { osFirewall: true, browserVersion: { minimum: '120' }, keyTrustLevel: 'CHROME_BROWSER_HW_KEY' } },
  },
  WINDOWS: {
    osVersionConstraints: [{ majorVersionConstraint: 'WINDOWS_11', minimum: '10.0.22631' }],
    diskEncryptionType: { include: ['ALL_INTERNAL_VOLUMES'] },
    thirdPartySignalProviders: { dtc: { secureBootEnabled: true, crowdStrikeCustomerId: 'customer' } },
  },
  CHROMEOS: { thirdPartySignalProviders: { dtc: { diskEncrypted: true, allowScreenLock: true, osVersion: { minimum: '15633.58.0.1' } } } },
};

for (const [platform, conditions] of Object.entries(platforms)) {
  test(`7: a device assurance policy for ${platform} comes back as it was sent`, async () => {
    const deviceAssurance = sent({ name: `Assurance ${platform}`, platform, ...conditions });
    const created = await okta.deviceAssuranceApi.createDeviceAssurancePolicy({ deviceAssurance }) as { id: string };
    const wire = (await (await fetch(`${org.url}/api/v1/device-assurances/${created.id}`, { headers: { authorization: `SSWS ${okta.apiToken}` } })).json()) as Record<string, { include?: string[] }>;
    // Lists of what is allowed are sets.
    for (const value of Object.values(wire)) value?.include?.sort();
    const expected = structuredClone(conditions) as Record<string, { include?: string[] }>;
    for (const value of Object.values(expected)) value?.include?.sort();
    expect(wire).toMatchObject({ id: created.id, platform, displayRemediationMode: 'HIDE', ...expected });
    expect(created).toMatchObject({ id: created.id, name: `Assurance ${platform}`, platform, displayRemediationMode: 'HIDE' });
  });
}

test('8: a policy without a condition is refused in the recorded words', async () => {
  const deviceAssurance = sent({ name: 'Nothing', platform: 'CHROMEOS' });
  const call = okta.deviceAssuranceApi.createDeviceAssurancePolicy({ deviceAssurance });
  await expect(call).rejects.toMatchObject({
    status: 400,
    errorCode: 'E0000001',
    errorSummary: 'Api validation failed: deviceAssuranceMediated',
    errorLink: 'E0000001',
    errorCauses: [{ errorSummary: 'Please select at least one device condition before saving' }],
  });
});

/** 8.4: posture checks as objects, the end of grace as a text. */
const graceful = {
  name: 'Graceful',
  platform: 'MACOS',
  osVersion: { minimum: '14.4' },
  devicePostureChecks: { include: [{ variableName: 'macOSFirewall', value: '1' }] },
  gracePeriod: { type: 'BY_DURATION', expiry: 'P7D' },
  displayRemediationMode: 'SHOW',
};

test('9–11: policies with posture checks and grace are read, listed and replaced', async () => {
  const created = await okta.deviceAssuranceApi.createDeviceAssurancePolicy({ deviceAssurance: sent(graceful) }) as { id: string };
  expect(created).toMatchObject(graceful);
  const deviceAssuranceId = created.id;
  expect(await okta.deviceAssuranceApi.getDeviceAssurancePolicy({ deviceAssuranceId })).toMatchObject(graceful);
  expect(await refusal(okta.deviceAssuranceApi.getDeviceAssurancePolicy({ deviceAssuranceId: 'daeNobody' }))).toBe('HTTP 404 E0000007');
  const listed = await all(okta.deviceAssuranceApi.listDeviceAssurancePolicies());
  expect(listed.find(({ id }) => id === deviceAssuranceId)).toMatchObject(graceful);
  expect(listed).toHaveLength(Object.keys(platforms).length + 1);

  const until = { ...graceful, gracePeriod: { type: 'BY_DATE_TIME', expiry: '2099-12-01T00:00:00.000Z' } };
  expect(await okta.deviceAssuranceApi.replaceDeviceAssurancePolicy({ deviceAssuranceId, deviceAssurance: sent(until) })).toMatchObject(until);
  const bare = { name: 'Bare', platform: 'MACOS', secureHardwarePresent: true };
  const replaced = await okta.deviceAssuranceApi.replaceDeviceAssurancePolicy({ deviceAssuranceId, deviceAssurance: sent(bare) });
  expect(replaced).toMatchObject({ ...bare, id: deviceAssuranceId });
  for (const field of ['osVersion', 'devicePostureChecks', 'gracePeriod']) expect(replaced).not.toHaveProperty(field, expect.anything());
  expect(await refusal(okta.deviceAssuranceApi.replaceDeviceAssurancePolicy({ deviceAssuranceId: 'daeNobody', deviceAssurance: sent(bare) }))).toBe('HTTP 404 E0000007');
  await okta.deviceAssuranceApi.deleteDeviceAssurancePolicy({ deviceAssuranceId });
});

let policyId: string;

test('13–14: a sign-in policy is created, whatever id was sent, and listed', async () => {
  const policy = sent({ id: 'Assigned', name: 'Ledger', type: 'ACCESS_POLICY', description: 'For the ledger' });
  const created = await okta.policyApi.createPolicy({ policy }) as { id: string };
  policyId = created.id;
  expect(created).toMatchObject({ name: 'Ledger', type: 'ACCESS_POLICY', status: 'ACTIVE', system: false, description: 'For the ledger' });
  expect(policyId).toMatch(/^rst.{17}$/);
  const listed = await all(okta.policyApi.listPolicies({ type: 'ACCESS_POLICY' }));
  expect(listed.map(({ name }) => name)).toContain('Ledger');
  // Page by page, as the links lead.
  const paged = await all(okta.policyApi.listPolicies({ type: 'ACCESS_POLICY', limit: '1' }));
  expect(paged.map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
});

test('12, 15, 16: rules include device assurance, which cannot be deleted while they do', async () => {
  const deviceAssurance = sent({ name: 'In a rule', platform: 'MACOS', osVersion: { minimum: '14.4' } });
  const { id: deviceAssuranceId } = await okta.deviceAssuranceApi.createDeviceAssurancePolicy({ deviceAssurance }) as { id: string };
  const created = await okta.policyApi.createPolicyRule({ policyId, policyRule: sent(rule('Known devices', [deviceAssuranceId])) }) as { id: string };
  expect(created).toMatchObject({ status: 'ACTIVE', system: false, priority: 0, conditions: { device: { registered: true, managed: false, assurance: { include: [deviceAssuranceId] } } } });
  const ruleId = created.id;
  const remove = () => okta.deviceAssuranceApi.deleteDeviceAssurancePolicy({ deviceAssuranceId });
  expect(await refusal(remove())).toBe('HTTP 409 E0000195');

  const rules = await all(okta.policyApi.listPolicyRules({ policyId }));
  expect(rules.map(({ id }) => id)[0]).toBe(ruleId);
  expect(rules.at(-1)).toMatchObject({ system: true, priority: 99, name: 'Catch-all Rule' });
  expect(await okta.policyApi.getPolicyRule({ policyId, ruleId })).toMatchObject({ id: ruleId, name: 'Known devices' });
  expect(await refusal(okta.policyApi.getPolicyRule({ policyId, ruleId: 'rulNobody' }))).toBe('HTTP 404 E0000007');

  const renamed = await okta.policyApi.replacePolicyRule({ policyId, ruleId, policyRule: sent(rule('Mac', [deviceAssuranceId])) });
  expect(renamed).toMatchObject({ id: ruleId, name: 'Mac' });
  await okta.policyApi.deactivatePolicyRule({ policyId, ruleId });
  expect(await okta.policyApi.getPolicyRule({ policyId, ruleId })).toMatchObject({ status: 'INACTIVE' });
  await okta.policyApi.activatePolicyRule({ policyId, ruleId });
  expect(await okta.policyApi.getPolicyRule({ policyId, ruleId })).toMatchObject({ status: 'ACTIVE' });

  const off = await okta.policyApi.createPolicyRule({ policyId, policyRule: sent(rule('Later', [])), activate: false });
  expect(off).toMatchObject({ status: 'INACTIVE', priority: 1 });

  await okta.policyApi.deletePolicyRule({ policyId, ruleId });
  await remove();
  expect(await refusal(okta.deviceAssuranceApi.getDeviceAssurancePolicy({ deviceAssuranceId }))).toBe('HTTP 404 E0000007');
});

test('17: an app is given its sign-in policy, and the policy names the app', async () => {
  const application = sent({
    name: 'oidc_client',
    label: 'Ledger',
    signOnMode: 'OPENID_CONNECT',
    credentials: { oauthClient: { token_endpoint_auth_method: 'none' } },
    settings: { oauthClient: { application_type: 'browser', redirect_uris: ['https://ledger.example.com/callback'], response_types: ['code'], grant_types: ['authorization_code'] } },
  });
  const { id: appId } = await okta.applicationApi.createApplication({ application }) as { id: string };
  await okta.applicationApi.assignApplicationPolicy({ appId, policyId });
  const [mapping] = await all(okta.policyApi.listPolicyMappings({ policyId }));
  expect(mapping?._links?.application?.href).toBe(`${org.url}/api/v1/apps/${appId}`);
  expect(await refusal(okta.applicationApi.assignApplicationPolicy({ appId: '0oaNobody', policyId }))).toBe('HTTP 404 E0000007');
  expect(await refusal(okta.policyApi.deletePolicy({ policyId }))).toBe('HTTP 409 E0000195');
});

test('18: the System Log has an event for each of these writes', async () => {
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const until = new Date(Date.now() + 60_000).toISOString();
  const events = await all(okta.systemLogApi.listLogEvents({ since, until, limit: 10 }));
  const seen = new Set(events.map(({ eventType }) => eventType));
  for (const type of [
    'device.posture.check.add',
    'device.posture.check.update',
    'device.posture.check.delete',
    'device.assurance.policy.add',
    'device.assurance.policy.update',
    'device.assurance.policy.delete',
    'policy.lifecycle.create',
    'policy.rule.add',
    'policy.rule.update',
    'policy.rule.deactivate',
    'policy.rule.activate',
    'policy.rule.delete',
    'application.policy.sign_on.update',
  ]) expect([...seen], type).toContain(type);
  const published = events.map((event) => Number(event.published));
  expect(published).toEqual([...published].sort((a, b) => a - b));

  const filter = 'eventType eq "device.assurance.policy.add" and outcome.result eq "SUCCESS"';
  const added = await all(okta.systemLogApi.listLogEvents({ since, until, filter }));
  expect(new Set(added.map(({ eventType }) => eventType))).toEqual(new Set(['device.assurance.policy.add']));
  expect(added[0]?.client?.ipAddress).toMatch(/127\.0\.0\.1|::1/);
  expect(await refusal(all(okta.systemLogApi.listLogEvents({ filter: 'published gt "2020"' })))).toBe('HTTP 400 E0000031');
});

test('19: the osquery integration is switched off and on', async () => {
  const integrations = await all(okta.deviceIntegrationsApi.listDeviceIntegrations());
  const osquery = integrations.find(({ name, platform }) => name === 'com.okta.device.osquery' && platform === 'MACOS');
  expect(osquery).toMatchObject({ displayName: 'OSQuery', status: 'ACTIVE' });
  const deviceIntegrationId = osquery?.id as string;
  expect(await okta.deviceIntegrationsApi.deactivateDeviceIntegration({ deviceIntegrationId })).toMatchObject({ status: 'DEACTIVATED' });
  expect(await okta.deviceIntegrationsApi.getDeviceIntegration({ deviceIntegrationId })).toMatchObject({ status: 'DEACTIVATED' });
  expect(await okta.deviceIntegrationsApi.activateDeviceIntegration({ deviceIntegrationId })).toMatchObject({ status: 'ACTIVE' });
});
