/** An Identity Engine server that follows a script: healthy until told otherwise. Speaks `docs/spec/idx.md`. */
import { createServer, type Server } from 'node:http';

export type Fault = 'none' | 'slow' | '500' | 'malformed' | 'html';

export class FaultyServer {
  fault: Fault = 'none';
  /** Method and path of every request. */
  readonly seen: string[] = [];
  readonly url: string;
  #server: Server | undefined;
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
    this.url = `http://localhost:${port}`;
  }

  async start(): Promise<void> {
    this.#server = createServer((request, response) => {
      this.seen.push(`${request.method} ${request.url}`);
      request.resume();
      const json = (status: number, body: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      };
      switch (this.fault) {
        case 'slow':
          return; // Never answers; the page must give up by itself.
        case '500':
          return json(500, { errorCode: 'E0000009', errorSummary: 'Internal Server Error' });
        case 'malformed':
          return json(200, '{"version":"1.0.0","remediation":');
        case 'html':
          response.writeHead(200, { 'content-type': 'text/html' });
          response.end('<!doctype html><title>Maintenance</title><h1>Back soon</h1>');
          return;
        case 'none':
          if (request.url?.endsWith('/v1/interact')) return json(200, { interaction_handle: 'handle-of-the-script' });
          return json(200, this.#identify());
      }
    });
    await new Promise<void>((done, failed) => this.#server?.listen(this.#port, '::', done).on('error', failed));
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((done) => (this.#server ? this.#server.close(done) : done(undefined)));
    this.#server = undefined;
  }

  #identify() {
    const stateHandle = { name: 'stateHandle', required: true, value: '02.id.script', visible: false, mutable: false };
    const form = (name: string, path: string, fields: object[]) => ({
      rel: ['create-form'], name, href: `${this.url}${path}`, method: 'POST',
      accepts: 'application/json; okta-version=1.0.0', value: [...fields, stateHandle],
    });
    return {
      version: '1.0.0', stateHandle: '02.id.script', intent: 'LOGIN', expiresAt: new Date(Date.now() + 300_000).toISOString(),
      remediation: { type: 'array', value: [form('identify', '/idp/idx/identify', [{ name: 'identifier', label: 'Username' }])] },
      cancel: form('cancel', '/idp/idx/cancel', []),
      app: { type: 'object', value: { name: 'oidc_client', label: 'Scripted app', id: '0oa1' } },
    };
  }
}
