/** Okta's own Node SDK where it is refused: docs/spec/management-api.md 8.2, row 20. */
import okta from '@okta/okta-sdk-nodejs';
import { expect, test } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Demo } from '../support/demo.ts';
import { Org, all, client, doorstep, everything, refusal } from '../support/org.ts';

test('20: a bad or revoked token is 401, a missing scope 403, a feature that is off 401', async () => {
  const org = await Org.start({ DOORSTEP_POSTURE_CHECKS: 'false' });
  try {
    const policies = (token: string) => all(client(org.url, token).deviceAssuranceApi.listDeviceAssurancePolicies());
    expect(await refusal(policies('00wrong'))).toBe('HTTP 401 E0000011');
    expect(await refusal(policies(await org.token('okta.policies.read')))).toBe('HTTP 403 E0000006');
    const admin = await org.client();
    expect(await refusal(all(admin.devicePostureCheckApi.listDevicePostureChecks()))).toBe('HTTP 401 E0000015');
    expect(await refusal(all(admin.devicePostureCheckApi.listDefaultDevicePostureChecks()))).toBe('HTTP 401 E0000015');

    const token = await org.token('okta.deviceAssurance.read');
    expect(await policies(token)).toEqual([]);
    const listed = (await doorstep(org.folder, 'token', 'list')).split('\n').at(-1) ?? '';
    expect(listed).toMatch(/^00T.{17}\t20..-..-..T..:..:..Z\ttest\tokta\.deviceAssurance\.read$/);
    expect(listed).not.toContain(token);
    await doorstep(org.folder, 'token', 'revoke', listed.split('\t')[0] as string);
    expect(await refusal(policies(token))).toBe('HTTP 401 E0000011');
  } finally {
    await org.stop();
  }
});

test('20: where there were too many calls, the SDK waits as long as it is told and tries once more', async () => {
  const data = await mkdtemp(join(tmpdir(), 'doorstep-limit-'));
  // The demo's clock can be moved: to shortly before the minute ends, so that nobody waits for long.
  const demo = await Demo.start({ DOORSTEP_DATA_DIR: data, DOORSTEP_DEVICE_RATE_LIMIT: '15' });
  try {
    const requestExecutor = new okta.DefaultRequestExecutor();
    const waits: { status: number; delay: number }[] = [];
    const retries: (string | number | undefined)[] = [];
    requestExecutor.on('backoff', (_request, response: { status: number }, _id, delay: number) => waits.push({ status: response.status, delay }));
    requestExecutor.on('resume', (request: { headers: Record<string, string | number> }) => retries.push(request.headers['X-Okta-Retry-Count']));
    const token = await doorstep(data, 'token', 'add', 'limited', '--scope', everything.join(','));
    const limited = client(demo.signIn, token, { requestExecutor });
    const list = () => all(limited.deviceAssuranceApi.listDeviceAssurancePolicies());
    // Ten seconds for what follows to happen within one minute of the server's.
    await demo.clock(50 - new Date().getUTCSeconds());
    for (let call = 0; call < 15; call++) await list();
    expect(waits).toEqual([]);
    expect(await list()).not.toHaveLength(0);
    expect(retries).toEqual([1]);
    expect(waits).toHaveLength(1);
    expect(waits[0]?.status).toBe(429);
    expect(waits[0]?.delay).toBeLessThanOrEqual(11_000);
  } finally {
    await demo.stop();
    await rm(data, { recursive: true, force: true });
  }
});
