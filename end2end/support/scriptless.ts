/**
 * A browser without scripts where the browser itself cannot be told so: a proxy before the page whose every answer carries one more
 * content security policy, a sandbox that allows everything but scripts. `<noscript>` is shown as without scripts.
 */
import { type Server, createServer, request } from 'node:http';

const sandbox = 'sandbox allow-downloads allow-forms allow-modals allow-popups allow-same-origin allow-top-navigation';

export class Scriptless {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Stands at `port` before the server at `behind`, both on this machine. */
  static async start(port: number, behind: number): Promise<Scriptless> {
    const server = createServer((asked, answer) => {
      const { method, url, headers } = asked;
      const passedOn = request({ host: '127.0.0.1', port: behind, method, path: url, headers }, (got) => {
        // As they came, also those that come more than once.
        answer.writeHead(got.statusCode ?? 502, [...got.rawHeaders, 'content-security-policy', sandbox]);
        got.pipe(answer);
      });
      passedOn.on('error', () => answer.headersSent ? answer.destroy() : answer.writeHead(502).end());
      answer.on('close', () => passedOn.destroy());
      asked.pipe(passedOn);
    });
    await new Promise<void>((done, failed) => server.listen(port, '::', done).on('error', failed));
    return new Scriptless(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
