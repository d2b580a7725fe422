/** An organization of the test's own, without page or people: a server on a free port with an empty database. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import okta from '@okta/okta-sdk-nodejs';
import { type Running, binary, freePort, start } from './doorstep.ts';

const run = promisify(execFile);

/** Everything that a token may do. */
export const everything = [
  'okta.appGrants.manage',
  'okta.apps.manage',
  'okta.deviceAssurance.manage',
  'okta.deviceIntegrations.manage',
  'okta.devicePostureChecks.manage',
  'okta.logs.read',
  'okta.policies.manage',
  'okta.users.manage',
];

/** Runs `doorstep ARGUMENTS` on the database in `folder`; what it prints. */
export async function doorstep(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(binary, args, { env: { PATH: process.env.PATH, DOORSTEP_DATA_DIR: folder } });
  return stdout.trim();
}

/** A client of Okta's own. It asks the server every time: what it would remember hides what the server says. */
export function client(url: string, token: string, more: object = {}) {
  return new okta.Client({ orgUrl: url, token, cacheMiddleware: null, ...more } as okta.V2Configuration);
}

export class Org {
  readonly url: string;
  readonly folder: string;
  readonly #running: Running;

  private constructor(url: string, folder: string, running: Running) {
    this.url = url;
    this.folder = folder;
    this.#running = running;
  }

  static async start(environment: Record<string, string> = {}): Promise<Org> {
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const folder = await mkdtemp(join(tmpdir(), 'doorstep-org-'));
    const own = { DOORSTEP_LISTEN: `127.0.0.1:${port}`, DOORSTEP_PUBLIC_URL: url, DOORSTEP_DATA_DIR: folder };
    const running = await start(['serve'], { ...own, ...environment }, `${url}/readyz`);
    return new Org(url, folder, running);
  }

  /** A new API token. */
  token(...scopes: string[]): Promise<string> {
    return doorstep(this.folder, 'token', 'add', 'test', '--scope', scopes.join(','));
  }

  /** A client with a token that may do everything. */
  async client(more: object = {}) {
    return client(this.url, await this.token(...everything), more);
  }

  async stop(): Promise<void> {
    await this.#running.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** What a refused call says: status and Okta's code, `HTTP 404 E0000007`. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { status, errorCode } = error as { status?: number; errorCode?: string };
    if (status === undefined) throw error;
    return `HTTP ${status} ${errorCode}`;
  }
  return 'no refusal';
}

/** All items of a list of the SDK. */
export async function all<T>(list: AsyncIterable<T | null> | Promise<AsyncIterable<T | null>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of await list) if (item !== null) items.push(item);
  return items;
}
