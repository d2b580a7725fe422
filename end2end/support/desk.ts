/** What an administrator of a demo does: by the management API, and at the page for requests for more time. */
import { type Page, expect } from '@playwright/test';
import type { Demo } from './demo.ts';
import { type Language, pattern, text } from './messages.ts';

export class Administrator {
  readonly token: string;

  constructor(
    readonly demo: Demo,
    readonly language: Language = 'en',
  ) {
    const printed = /management API\s+(\S+)/.exec(demo.output());
    if (!printed?.[1]) throw new Error(`the demo printed no token:\n${demo.output()}`);
    this.token = printed[1];
  }

  say(id: string): string {
    return text(this.language, id);
  }

  /** Lets people ask for more time where this device assurance policy (by its name) is not met; without `most` nobody may. */
  async allows(policy: RegExp, most?: string): Promise<void> {
    const policies = (await this.call('GET', '/device-assurances')) as { id: string; name: string; exemption?: unknown }[];
    const found = policies.filter(({ name }) => policy.test(name));
    expect(found, `a policy ${policy}`).not.toEqual([]);
    for (const { exemption: _, ...rest } of found) {
      await this.call('PUT', `/device-assurances/${rest.id}`, most ? { ...rest, exemption: { maximumDuration: most } } : rest);
    }
  }

  /** Ends whatever was granted and declines whatever waits. */
  async clearsUp(): Promise<void> {
    for (const [status, act] of [['PENDING', 'decline'], ['APPROVED', 'revoke']] as const) {
      for (const { id } of (await this.call('GET', `/device-assurance-exemptions?status=${status}`)) as { id: string }[]) {
        await this.call('POST', `/device-assurance-exemptions/${id}/lifecycle/${act}`, {});
      }
    }
  }

  /** Gives the token at the page and opens the newest request that waits. */
  async opensTheNewest(page: Page): Promise<void> {
    await page.goto(`${this.demo.signIn}/exemptions`);
    const token = page.getByLabel(this.say('desk-token'), { exact: true });
    if (await token.isVisible()) {
      await token.fill(this.token);
      await page.getByRole('button', { name: this.say('desk-open'), exact: true }).click();
    }
    await page.locator('main .check a').first().click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(pattern(this.language, 'exempt-one-title'));
  }

  async call(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.demo.signIn}/api/v1${path}`, {
      method,
      headers: { authorization: `SSWS ${this.token}`, accept: 'application/json', 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const told = await answer.text();
    expect(answer.ok, `${method} ${path}: ${answer.status} ${told}`).toBe(true);
    return told === '' ? undefined : JSON.parse(told);
  }
}
