/** The buttons of the demo, as somebody presses them who tries it out. */
import { expect, test } from '../support/browser.ts';

test('the simulated Mac is broken and fixed by the buttons of its panel', async ({ page, demo, a11y }) => {
  await page.goto(demo.agent);
  const firewall = page.getByRole('form', { name: 'Firewall' });
  for (const state of ['Off', 'On']) {
    await firewall.getByRole('button', { name: state, exact: true }).click();
    await expect(firewall.getByRole('button', { name: state, exact: true })).toHaveAttribute('aria-pressed', 'true');
    await expect(page).toHaveURL(`${demo.agent}/?saved`);
  }
  await page.goto(demo.agent);
  await page.getByLabel('OS version', { exact: true }).fill('14.3');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${demo.agent}/?saved`);
  await expect(page.getByLabel('OS version', { exact: true })).toHaveValue('14.3');
  await a11y(page, 'the panel of the simulated Mac');
});

test('the example app’s buttons move the demo’s clock', async ({ page, demo, a11y }) => {
  const sign = page.getByRole('region', { name: 'Demonstration' });
  await page.goto(demo.app);
  await expect(sign).toContainText(', the right time');
  await sign.getByRole('button', { name: 'Seven days later' }).click();
  await expect(page).toHaveURL(`${demo.app}/`);
  await expect(sign).toContainText('168h ahead');
  await a11y(page, 'the example apps');
  await sign.getByRole('button', { name: 'Right time' }).click();
  await expect(sign).toContainText(', the right time');
});
