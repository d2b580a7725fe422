/** Starts and stops the program that is tested, each time on free ports and with an empty data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');

export const binary = process.env.DOORSTEP_BINARY ?? join(target, 'release/doorstep');
export const siteRoot = process.env.DOORSTEP_SITE_ROOT ?? join(root, 'target/site');

/** A port that was free a moment ago, on both loopback addresses. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, failed) => server.listen(0, '::', done).on('error', failed));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export interface Running {
  /** What it has written so far. */
  output(): string;
  /** What it has logged so far: without what it has printed for the person at the terminal. */
  log(): string;
  stop(): Promise<void>;
}

/** Starts `doorstep ARGUMENTS` in an empty folder with `environment`, and waits until `readyUrl` answers with 200 and it has said `readyText`. */
export async function start(args: string[], environment: Record<string, string>, readyUrl: string, readyText = ''): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-'));
  let output = '';
  let log = '';
  const child: ChildProcess = spawn(binary, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, DOORSTEP_SITE_ROOT: siteRoot, DOORSTEP_DATA_DIR: join(folder, 'data'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => {
    output += chunk;
    log += chunk;
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(impatience);
    }
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`doorstep ${args[0]} ended with ${child.exitCode}:\n${output}`);
    const answer = await fetch(readyUrl).catch(() => undefined);
    if (answer?.ok && output.includes(readyText)) return { output: () => output, log: () => log, stop };
    if (Date.now() > deadline) {
      await stop();
      throw new Error(`doorstep ${args[0]} was not ready in 30 s:\n${output}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}
