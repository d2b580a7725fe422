/** What a person does and sees, in their words. */
import { type Page, expect } from '@playwright/test';
import type { Demo } from './demo.ts';
import { type Language, pattern, text } from './messages.ts';

export const ana = { login: 'ana@example.com', password: 'Doorstep-ana-2026' };

/** The example apps: Ledger shows what is wrong, Wiki gives seven days for it, Payroll hides it, Travel has two policies. */
export type App = 'ledger' | 'wiki' | 'payroll' | 'travel';

export class Person {
  constructor(
    readonly page: Page,
    readonly demo: Demo,
    readonly scripts: boolean,
    readonly language: Language = 'en',
  ) {}

  say(id: string, values: Record<string, string> = {}): string {
    return text(this.language, id, values);
  }

  like(id: string): RegExp {
    return pattern(this.language, id);
  }

  title() {
    return this.page.getByRole('heading', { level: 1 });
  }

  button(id: string) {
    return this.page.getByRole('button', { name: this.say(id), exact: true });
  }

  async isAt(id: string): Promise<void> {
    await expect(this.title()).toHaveText(this.like(id));
  }

  /** Opens a page of an app, and is sent to the sign-in page. */
  async opens(app: App, link = ''): Promise<void> {
    await this.page.goto(this.address(app, link));
    await this.isAt('identify-title');
  }

  address(app: App, link = ''): string {
    return `${this.demo.app}/${app}${link}`;
  }

  async givesName(login = ana.login): Promise<void> {
    await this.page.getByLabel(this.say('identify-username'), { exact: true }).fill(login);
    await this.button('identify-next').click();
  }

  async givesPassword(password = ana.password): Promise<void> {
    const field = this.page.getByLabel(this.say('password-label'), { exact: true });
    await field.fill(password);
    await field.press('Enter');
  }

  /** Name, password, and the device's check. */
  async signsIn(): Promise<void> {
    await this.givesName();
    await this.givesPassword();
    await this.hasDeviceChecked();
  }

  /** With scripts the page does it by itself; without them a hidden frame asks the agent, and the person goes on. */
  async hasDeviceChecked(): Promise<void> {
    if (this.scripts) return;
    await this.isAt('probe-title');
    // The page is loaded once the frame is: when the agent has answered.
    await this.page.waitForLoadState('load');
    await this.button('probe-check').click();
  }

  /** "Check again". The agent may have told of the change already; where it has not, it is asked as the first time. */
  async checksAgain(): Promise<void> {
    await this.button('recheck').click();
    if (this.scripts) return;
    await this.page.waitForLoadState();
    const asked = this.title().filter({ hasText: this.like('probe-title') });
    if (await asked.isVisible()) await this.hasDeviceChecked();
  }

  /** Arrives at the app, signed in, at exactly the page that was asked for. */
  async arrivesAt(app: App, link = ''): Promise<void> {
    if (!this.scripts) await this.continues();
    // What was said last and the notice before going on take their time.
    await expect(this.page).toHaveURL(this.address(app, link), { timeout: 25_000 });
    await expect(this.page.getByText(ana.login).first()).toBeVisible();
  }

  /** The button of the success page, as people without scripts press it. */
  async continues(): Promise<void> {
    await expect(this.title()).toHaveText(new RegExp(`${this.say('success-title')}|${this.say('success-fixed-title')}`));
    await this.page.getByRole('button', { name: this.like('success-continue') }).click();
  }
}
