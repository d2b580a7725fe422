/** A browser that does something else with answers than Chromium: a proxy before the page that changes their headers. */
import { type Server, createServer, request } from 'node:http';
import { freePort } from './doorstep.ts';

type Headers = [name: string, value: string][];

/**
 * A browser without scripts where the browser itself cannot be told so: every answer carries one more content security policy, a
 * sandbox that allows everything but scripts. `<noscript>` is shown as without scripts.
 */
export const withoutScripts = (headers: Headers): Headers => [
  ...headers,
  ['content-security-policy', 'sandbox allow-downloads allow-forms allow-modals allow-popups allow-same-origin allow-top-navigation'],
];

export class Proxy {
  readonly url: string;
  readonly #server: Server;

  /** `change` gets the headers of every answer, names in lower case, and gives those that are passed on. */
  private constructor(port: number, behind: string, public change: (headers: Headers) => Headers) {
    this.url = `http://localhost:${port}`;
    this.#server = createServer((asked, answer) => {
      const { method, url, headers } = asked;
      const passedOn = request(new URL(url ?? '', behind), { method, headers }, (got) => {
        const pairs: Headers = [];
        for (let at = 0; at < got.rawHeaders.length; at += 2) pairs.push([got.rawHeaders[at].toLowerCase(), got.rawHeaders[at + 1]]);
        answer.writeHead(got.statusCode ?? 502, this.change(pairs).flat());
        got.pipe(answer);
      });
      passedOn.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
      answer.on('close', () => passedOn.destroy());
      asked.pipe(passedOn);
    });
  }

  /** Stands before the server at `behind`, on a free port. */
  static async start(behind: string, change: (headers: Headers) => Headers): Promise<Proxy> {
    const port = await freePort();
    const proxy = new Proxy(port, behind, change);
    await new Promise<void>((done, failed) => proxy.#server.listen(port, '::', done).on('error', failed));
    return proxy;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
