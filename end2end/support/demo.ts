/** A demo of the test's own: page, backend, simulated Mac and example apps on free ports. */
import { type Running, freePort, start } from './doorstep.ts';
import { Proxy, withoutScripts } from './proxy.ts';

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
  readonly #before: Proxy[] = [];

  private constructor(signIn: string, app: string, agentPort: number, running: Running) {
    this.signIn = signIn;
    this.app = app;
    this.agent = `http://localhost:${agentPort}`;
    this.#running = running;
  }

  /**
   * `publicUrl` is the page's address as browsers see it, where something stands in front of it; `otherAgents` are ports on which
   * browsers look after the demo's own agent.
   */
  static async start(environment: Record<string, string> = {}, publicUrl?: string, otherAgents: number[] = []): Promise<Demo> {
    const ports = { signIn: await freePort(), app: await freePort(), agent: await freePort() };
    const signIn = publicUrl ?? `http://localhost:${ports.signIn}`;
    const running = await start(
      ['demo'],
      {
        DOORSTEP_LISTEN: `127.0.0.1:${ports.signIn}`,
        DOORSTEP_PUBLIC_URL: signIn,
        DOORSTEP_APP_LISTEN: `127.0.0.1:${ports.app}`,
        DOORSTEP_APP_URL: `http://localhost:${ports.app}`,
        DOORSTEP_AGENT_PORTS: [ports.agent, ...otherAgents].join(),
        ...environment,
      },
      `${signIn}/readyz`,
      'Ctrl-C ends everything',
    );
    const demo = new Demo(signIn, environment.DOORSTEP_APP_URL ?? `http://localhost:${ports.app}`, ports.agent, running);
    await demo.reset();
    return demo;
  }

  /** One whose pages run no scripts, whatever the browser does: see `withoutScripts`. */
  static async withoutScripts(): Promise<Demo> {
    const behind = { signIn: await freePort(), app: await freePort() };
    const before = (port: number) => Proxy.start(`http://127.0.0.1:${port}`, withoutScripts);
    const [page, app] = [await before(behind.signIn), await before(behind.app)];
    const demo = await Demo.start(
      {
        DOORSTEP_LISTEN: `127.0.0.1:${behind.signIn}`,
        DOORSTEP_APP_LISTEN: `127.0.0.1:${behind.app}`,
        DOORSTEP_APP_URL: app.url,
      },
      page.url,
    );
    demo.#before.push(page, app);
    return demo;
  }

  async stop(): Promise<void> {
    await this.#running.stop();
    await Promise.all(this.#before.map((proxy) => proxy.stop()));
  }

  /** What the demo has printed and logged so far. */
  output(): string {
    return this.#running.output();
  }

  /** What it has logged so far. */
  log(): string {
    return this.#running.log();
  }

  /** Changes the simulated Mac. */
  async device(change: Partial<Device>): Promise<void> {
    await this.#expectOk(await fetch(`${this.agent}/device`, { method: 'PATCH', ...json(change) }));
  }

  /** Puts the demo's clock `seconds` ahead of the machine's. */
  async clock(seconds: number): Promise<void> {
    await this.#expectOk(await fetch(`${this.app}/dev/clock`, { method: 'PUT', ...json({ aheadBySeconds: seconds }) }));
  }

  /** As at the start: a compliant Mac, the right time. */
  async reset(): Promise<void> {
    await this.device(compliant);
    await this.clock(0);
  }

  async #expectOk(answer: Response): Promise<void> {
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}\n${this.output()}`);
  }
}

function json(body: unknown) {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
