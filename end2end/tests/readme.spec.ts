/** The commands in README.md do what it says, as they stand there. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { binary, freePort, start } from '../support/doorstep.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

test('the walkthrough with curl fills an empty backend', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const commands = /<!-- end2end\/tests\/readme\.spec\.ts[^\n]*-->\n```sh\n([\s\S]*?)```/.exec(readme)?.[1];
  const scopes = /--scope (okta[\w.,]+)/.exec(readme)?.[1];
  expect(commands).toBeDefined();
  expect(scopes).toBeDefined();
  const data = await mkdtemp(join(tmpdir(), 'doorstep-readme-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const server = await start(
    ['serve'],
    { DOORSTEP_LISTEN: `127.0.0.1:${port}`, DOORSTEP_PUBLIC_URL: url, DOORSTEP_DATA_DIR: data },
    `${url}/healthz`,
  );
  try {
    const token = (await run(binary, ['token', 'add', 'readme', '--scope', scopes ?? '', '--data-dir', data])).stdout.trim();
    await run('bash', ['-eu', '-o', 'pipefail', '-c', commands ?? ''], {
      cwd: root,
      env: { ...process.env, DOORSTEP: url, TOKEN: token },
    });
    const read = async (path: string) => {
      const answer = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `SSWS ${token}`, accept: 'application/json' } });
      expect(answer.status, path).toBe(200);
      return (await answer.json()) as Record<string, unknown>[];
    };
    expect((await read('/device-posture-checks')).map((check) => check.variableName).sort()).toEqual(['macOSFirewall', 'windowsFirewall']);
    expect(await read('/device-assurances')).toHaveLength(2);
    expect((await read('/apps')).map((app) => app.label)).toContain('Ledger');
    expect(await read('/users')).toHaveLength(1);
    const checked = await run(
      binary,
      ['check-query', '--simulate', 'src/demo/devices/mac.toml', 'SELECT global_state FROM alf;'],
      { cwd: root },
    );
    expect(checked.stdout).toContain('"0"');
  } finally {
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
});

test('the policy file is tried, planned, applied and exported', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const commands = /## Policy as code[\s\S]*?-->\n```sh\n([\s\S]*?)```/.exec(readme)?.[1];
  expect(commands).toBeDefined();
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-policies-'));
  try {
    await symlink(join(root, 'src'), join(folder, 'src'));
    const environment = { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH}`, DOORSTEP_DATA_DIR: join(folder, 'data') };
    const { stdout } = await run('bash', ['-u', '-c', commands ?? ''], { cwd: folder, env: environment });
    expect(stdout).toContain('macOSFirewall: A check would get the value "0".');
    expect(stdout).toContain('created rule "Compliant devices" of policy "Ledger sign-in"');
    expect(stdout.trim().split('\n').at(-1)).toBe('0 to create, 0 to change, 0 to delete, 7 unchanged');
    const wrong = run(binary, ['check-query', '--shape', 'SELECT global_state FROM alf'], { env: environment });
    await expect(wrong).rejects.toMatchObject({ code: 2, stdout: expect.stringContaining('does not end with a semicolon') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
