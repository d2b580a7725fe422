/** A demo of the test's own: page, backend, simulated Mac and example apps on free ports. */
import { type Running, freePort, start } from './doorstep.ts';

/** The fields of a simulated device that tests change (`src/agent/device.rs`). */
export interface Device {
  name: string;
  os_version: string;
  firewall: boolean;
  disk_encryption: boolean;
  screen_lock: 'none' | 'passcode' | 'biometric';
  secure_hardware: boolean;
  simulation: { behavior: 'normal' | 'slow' | 'checks_time_out' | 'stopped' };
}

/** A Mac with which nothing is wrong. */
const compliant: Partial<Device> = {
  os_version: '14.6.1',
  firewall: true,
  disk_encryption: true,
  screen_lock: 'biometric',
  secure_hardware: true,
  simulation: { behavior: 'normal' },
};

export class Demo {
  readonly signIn: string;
  readonly app: string;
  readonly agent: string;
  readonly #running: Running;

  private constructor(ports: { signIn: number; app: number; agent: number }, running: Running) {
    this.signIn = `http://localhost:${ports.signIn}`;
    this.app = `http://localhost:${ports.app}`;
    this.agent = `http://localhost:${ports.agent}`;
    this.#running = running;
  }

  static async start(environment: Record<string, string> = {}): Promise<Demo> {
    const ports = { signIn: await freePort(), app: await freePort(), agent: await freePort() };
    const signIn = `http://localhost:${ports.signIn}`;
    const running = await start(
      ['demo'],
      {
        DOORSTEP_LISTEN: `127.0.0.1:${ports.signIn}`,
        DOORSTEP_PUBLIC_URL: signIn,
        DOORSTEP_APP_LISTEN: `127.0.0.1:${ports.app}`,
        DOORSTEP_APP_URL: `http://localhost:${ports.app}`,
        DOORSTEP_AGENT_PORTS: String(ports.agent),
        ...environment,
      },
      `${signIn}/readyz`,
    );
    const demo = new Demo(ports, running);
    await demo.reset();
    return demo;
  }

  stop(): Promise<void> {
    return this.#running.stop();
  }

  /** What the demo has printed and logged so far. */
  output(): string {
    return this.#running.output();
  }

  /** Changes the simulated Mac. */
  async device(change: Partial<Device>): Promise<void> {
    await this.#expectOk(await fetch(`${this.agent}/device`, { method: 'PATCH', ...json(change) }));
  }

  /** Puts the backend's clock `seconds` ahead of the machine's. */
  async clock(seconds: number): Promise<void> {
    await this.#expectOk(await fetch(`${this.signIn}/demo/clock`, { method: 'PUT', ...json({ aheadBySeconds: seconds }) }));
  }

  /** As at the start: a compliant Mac, the right time. */
  async reset(): Promise<void> {
    await this.device(compliant);
    await this.clock(0);
  }

  /** Calls the management API as an administrator. */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const token = /Management API token +(\S+)/.exec(this.output())?.[1];
    if (!token) throw new Error(`the demo has printed no token:\n${this.output()}`);
    const { headers, ...rest } = json(body);
    const answer = await fetch(`${this.signIn}/api/v1${path}`, {
      method, headers: { ...headers, accept: 'application/json', authorization: `SSWS ${token}` }, ...(body === undefined ? {} : rest),
    });
    await this.#expectOk(answer);
    return (await answer.json()) as T;
  }

  /** From now on either an up-to-date system or an encrypted disk with the firewall on opens Ledger. */
  async offersTwoWays(): Promise<void> {
    const ways = [
      { name: 'New system', osVersion: { minimum: '14.4' } },
      {
        name: 'Protected system', diskEncryptionType: { include: ['ALL_INTERNAL_VOLUMES'] },
        devicePostureChecks: { include: [{ variableName: 'macOSFirewall', value: '1' }] },
      },
    ];
    const ids: string[] = [];
    for (const way of ways) {
      ids.push((await this.api<{ id: string }>('POST', '/device-assurances', { ...way, platform: 'MACOS', displayRemediationMode: 'SHOW' })).id);
    }
    const policies = await this.api<{ id: string; name: string }[]>('GET', '/policies?type=ACCESS_POLICY');
    const policy = policies.find(({ name }) => name.startsWith('Ledger'));
    const rules = await this.api<{ id: string; system: boolean; conditions: { device: { assurance: { include: string[] } } } }[]>('GET', `/policies/${policy?.id}/rules`);
    const rule = rules.find(({ system }) => !system);
    if (!rule) throw new Error('Ledger has no rule');
    rule.conditions.device.assurance.include = ids;
    await this.api('PUT', `/policies/${policy?.id}/rules/${rule.id}`, rule);
  }

  async #expectOk(answer: Response): Promise<void> {
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}\n${this.output()}`);
  }
}

function json(body: unknown) {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
