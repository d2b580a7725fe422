/** An app's page, on a site of its own, that shows the sign-in in a frame as docs/embedding.md says. */
import { createServer, type Server } from 'node:http';
import type { Page } from '@playwright/test';
import { freePort } from './doorstep.ts';

/** What the sign-in tells the page around it: version 1. */
export type Message =
  | { source: 'doorstep'; version: 1; type: 'state'; state: string; title: string; height: number }
  | { source: 'doorstep'; version: 1; type: 'resize'; height: number };

declare global {
  interface Window {
    /** Every message that came, in order, and where from. */
    told: { origin: string; data: unknown }[];
  }
}

export class Host {
  /** `http://127.0.0.1:…`: another site than `localhost`. */
  readonly origin: string;
  readonly #server: Server;

  private constructor(readonly port: number) {
    this.origin = `http://127.0.0.1:${port}`;
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '', this.origin);
      const html = (body: string, headers = {}) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
        response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Intranet</title>${body}`);
      };
      if (url.pathname === '/cookies') {
        // What a browser sends in a frame of what it was given there.
        return html(`<p>${request.headers.cookie ?? ''}</p>`, { 'set-cookie': ['third=1; SameSite=None; Secure', 'apart=1; SameSite=None; Secure; Partitioned'] });
      }
      html(hostPage(url.searchParams.get('src') ?? ''));
    });
  }

  static async start(): Promise<Host> {
    const host = new Host(await freePort());
    await new Promise<void>((done, failed) => host.#server.listen(host.port, '::', done).on('error', failed));
    return host;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** The address of a page that shows `src` in a frame. */
  showing(src: string): string {
    return `${this.origin}/?${new URLSearchParams({ src })}`;
  }
}

function hostPage(src: string): string {
  return `
    <style>body { margin: 0 } iframe { border: 0; inline-size: 100%; block-size: 20rem; display: block }</style>
    <main><h1>Intranet</h1>
      <p><a id="before" href="#before">Before</a></p>
      <iframe title="Sign in" src="${src.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"
        allow="local-network-access; loopback-network; publickey-credentials-get"></iframe>
      <p><a id="after" href="#after">After</a></p>
    </main>
    <script>
      window.told = [];
      addEventListener('message', (event) => {
        window.told.push({ origin: event.origin, data: event.data });
        if (event.data?.source === 'doorstep') document.querySelector('iframe').style.blockSize = event.data.height + 'px';
      });
    </script>`;
}

/** What the page around the frame was told so far. */
export const told = (page: Page): Promise<Message[]> => page.evaluate(() => window.told.map(({ data }) => data as Message));

/** The states that it was told, each once. */
export async function states(page: Page): Promise<string[]> {
  const all = (await told(page)).flatMap((message) => (message.type === 'state' ? [message.state] : []));
  return all.filter((state, index) => state !== all[index - 1]);
}
