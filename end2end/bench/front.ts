/**
 * One address for everything that is compared: the widget's files, compressed as our own are, and in front of the demo's
 * sign-in page and backend a relay that changes nothing.
 */
import { readFileSync, statSync } from 'node:fs';
import { Agent, type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { dist, path } from '../support/widget.ts';

const kinds: Record<string, string> = {
  '.css': 'text/css', '.gif': 'image/gif', '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.json': 'application/json',
  '.png': 'image/png', '.svg': 'image/svg+xml', '.woff': 'font/woff', '.woff2': 'font/woff2',
};
/** What is worth compressing: the rest is compressed already. */
const compressible = new Set(['.css', '.html', '.js', '.json', '.svg']);

export class Front {
  readonly url: string;
  /** The hosting pages by their names, as `/widget/?name`. */
  readonly pages = new Map<string, string>();
  readonly #files = new Map<string, Buffer>();
  readonly #server: Server;
  readonly #connections = new Agent({ keepAlive: true });

  private constructor(port: number, backend: number) {
    this.url = `http://localhost:${port}`;
    this.#server = createServer((asked, answer) => {
      const url = new URL(asked.url ?? '/', this.url);
      if (url.pathname.startsWith(path)) this.#file(url, asked, answer);
      else this.#relay(backend, asked, answer);
    });
  }

  static async start(port: number, backend: number): Promise<Front> {
    const front = new Front(port, backend);
    await new Promise<void>((done, failed) => front.#server.listen(port, '127.0.0.1', done).on('error', failed));
    return front;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#connections.destroy();
    await new Promise((done) => this.#server.close(done));
  }

  #file(url: URL, asked: IncomingMessage, answer: ServerResponse): void {
    const name = url.pathname.slice(path.length);
    const page = name ? undefined : this.pages.get(url.search.slice(1));
    const file = normalize(join(dist, name));
    if (page === undefined && !(name && file.startsWith(dist) && statSync(file, { throwIfNoEntry: false })?.isFile())) {
      answer.writeHead(404).end();
      return;
    }
    const ending = page === undefined ? extname(file) : '.html';
    const accepted = String(asked.headers['accept-encoding'] ?? '');
    const encoding = compressible.has(ending) ? ['br', 'gzip'].find((one) => accepted.includes(one)) : undefined;
    const read = () => (page === undefined ? readFileSync(file) : Buffer.from(page));
    const body = page === undefined ? this.#kept(`${encoding}:${file}`, () => encoded(read(), encoding)) : encoded(read(), encoding);
    answer.writeHead(200, {
      'content-type': kinds[ending] ?? 'application/octet-stream',
      'content-length': body.length,
      ...(encoding && { 'content-encoding': encoding, vary: 'accept-encoding' }),
      'cache-control': page === undefined ? 'public, max-age=31536000, immutable' : 'no-store',
    });
    answer.end(body);
  }

  /** Compressed once, before anybody measures. */
  #kept(key: string, make: () => Buffer): Buffer {
    const kept = this.#files.get(key) ?? make();
    this.#files.set(key, kept);
    return kept;
  }

  #relay(port: number, asked: IncomingMessage, answer: ServerResponse): void {
    const onward = request(
      { host: '127.0.0.1', port, method: asked.method, path: asked.url, headers: asked.headers, agent: this.#connections },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    onward.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  }
}

/** As our own files are compressed beforehand: brotli or gzip, as small as it gets. */
function encoded(body: Buffer, encoding: string | undefined): Buffer {
  switch (encoding) {
    case 'br':
      return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } });
    case 'gzip':
      return gzipSync(body, { level: constants.Z_BEST_COMPRESSION });
    default:
      return body;
  }
}
