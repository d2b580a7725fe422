/** A browser that does something else with answers than Chromium: a proxy before the page that changes their headers. */
import { type Server, createServer, request } from 'node:http';
import { freePort } from './doorstep.ts';

type Headers = [name: string, value: string][];

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
    this.#server.listen(port, '::');
  }

  /** Stands before the server at `behind`, on a free port. */
  static async start(behind: string, change: (headers: Headers) => Headers): Promise<Proxy> {
    return new Proxy(await freePort(), behind, change);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}
