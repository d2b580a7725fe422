/** An Identity Engine server whose sign-in stands where a test puts it, and that answers forms with what the test says next. */
import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Running, freePort, start } from './doorstep.ts';

const folder = join(import.meta.dirname, '../../src/flow/samples');

export class Scripted {
  /** Path and body of every form that was submitted. */
  readonly submitted: { path: string; body: Record<string, unknown> }[] = [];
  readonly page: string;
  #state = 'identify';
  #answers: { status: number; sample: string; headers: Record<string, string> }[] = [];
  #server: Server;
  #doorstep: Running | undefined;

  private constructor(private readonly url: string, page: string, port: number) {
    this.page = page;
    this.#server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => (text += chunk));
      request.on('end', () => {
        const path = request.url ?? '';
        const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
          response.writeHead(status, { 'content-type': 'application/json', ...headers });
          response.end(JSON.stringify(body));
        };
        if (path.endsWith('/v1/interact')) return send(200, { interaction_handle: 'scripted' });
        if (path.endsWith('/introspect')) return send(200, this.#sample(this.#state));
        this.submitted.push({ path, body: JSON.parse(text) });
        const next = this.#answers.shift();
        if (!next) return send(200, this.#sample(this.#state));
        if (next.status < 400) this.#state = next.sample;
        send(next.status, this.#sample(next.sample), next.headers);
      });
    });
    this.#server.listen(port, '::');
  }

  /** A page in front of a scripted server, both on free ports. */
  static async start(environment: Record<string, string> = {}): Promise<Scripted> {
    const [backend, port] = [await freePort(), await freePort()];
    const base = `http://localhost:${port}`;
    const scripted = new Scripted(`http://localhost:${backend}`, base, backend);
    scripted.#doorstep = await start(
      ['serve'],
      { DOORSTEP_LISTEN: `127.0.0.1:${port}`, DOORSTEP_PUBLIC_URL: base, DOORSTEP_BACKEND_URL: scripted.url, ...environment },
      `${base}/healthz`,
    );
    return scripted;
  }

  async stop(): Promise<void> {
    await this.#doorstep?.stop();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** The sign-in stands at a sample, and nothing is known of earlier. */
  stand(sample: string): void {
    this.#state = sample;
    this.#answers = [];
    this.submitted.length = 0;
  }

  /** The next form is answered by a sample; the sign-in then stands there, unless it is an error. */
  answer(sample: string, status = 200, headers: Record<string, string> = {}): void {
    this.#answers.push({ sample, status, headers });
  }

  /** Where an app sends a browser; `page` is the page's address, where something stands in front of it. */
  signIn(page = this.page): string {
    return `${page}/signin?${new URLSearchParams({
      client_id: 'scripted', redirect_uri: 'http://localhost:9/callback', response_type: 'code', scope: 'openid', state: 's', nonce: 'n',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256',
    })}`;
  }

  #sample(name: string): unknown {
    const text = readFileSync(join(folder, `${name}.json`), 'utf8');
    return JSON.parse(text.replaceAll('https://signin.example.com', this.url));
  }
}
