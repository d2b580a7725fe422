/** What is measured of one visit, and under which conditions. */
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';

/** Chrome DevTools' "Slow 4G", as Lighthouse's mobile runs apply it: milliseconds and bytes per second. */
export const network = { offline: false, latency: 562.5, downloadThroughput: (1474.56 * 1024) / 8, uploadThroughput: (675 * 1024) / 8 };
export const cpu = 4;
/** How long a page is looked at once it says what is to be read, in milliseconds. */
const SETTLE = 3000;

export interface Visit {
  /** Bytes that came, headers included, as they travelled. */
  bytes: number;
  requests: number;
  /** Milliseconds from the navigation until the text is drawn. */
  textVisible: number;
  /** Milliseconds from the navigation until the first button does something. */
  buttonWorks?: number;
  /** Milliseconds beyond 50 of each task of the main thread, summed up. */
  blocked: number;
  /** Bytes of JavaScript's heap after a collection, with its buffers and WebAssembly's memory. */
  heap: number;
  /** The content encodings that were used. */
  encodings: Set<string>;
}

/** Runs before the page's own scripts: notes when `text` is drawn, the long tasks, and the memory that WebAssembly asks for. */
function watch(text: string): void {
  const memories = new Set<WebAssembly.Memory>();
  for (const name of ['instantiate', 'instantiateStreaming'] as const) {
    const original = WebAssembly[name] as (...given: unknown[]) => Promise<WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource>;
    Object.assign(WebAssembly, {
      [name]: async (...given: unknown[]) => {
        const made = await original.apply(WebAssembly, given);
        const { exports } = 'instance' in made ? made.instance : made;
        for (const value of Object.values(exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
        return made;
      },
    });
  }
  // A sign-in may be several documents: what blocked them adds up.
  const notes = {
    text: 0,
    get blocked() {
      return Number(sessionStorage.getItem('blocked') ?? 0);
    },
    get wasm() {
      return [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
    },
  };
  Object.assign(window, { notes });
  const add = (tasks: PerformanceEntry[]) => {
    for (const task of tasks) sessionStorage.setItem('blocked', String(notes.blocked + Math.max(0, task.duration - 50)));
  };
  const tasks = new PerformanceObserver((list) => add(list.getEntries()));
  tasks.observe({ type: 'longtask', buffered: true });
  addEventListener('pagehide', () => add(tasks.takeRecords()));
  const look = () => {
    const found = document.evaluate(`//*[text()[contains(., "${text}")]]`, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
    // Whatever stands in the document in a frame's callback is drawn in that frame.
    if (found instanceof Element && found.getClientRects().length > 0) notes.text = performance.timeOrigin + performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

export class Visitor {
  readonly #requests = new Map<string, number>();
  #redirected = 0;
  #redirects = 0;
  readonly #encodings = new Set<string>();

  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly cdp: CDPSession,
    readonly text: string,
  ) {}

  /** Somebody with a slow phone and an empty cache. `state` is what their browser remembers. */
  static async arrive(browser: Browser, origin: string, text: string, state?: Awaited<ReturnType<BrowserContext['storageState']>>): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width: 412, height: 823 }, locale: 'en-US', permissions: ['local-network-access'], storageState: state,
    });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const visitor = new Visitor(page, context, cdp, text);
    visitor.#count(origin);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', network);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    await page.addInitScript(watch, text);
    return visitor;
  }

  #count(origin: string): void {
    const counted = new Map<string, boolean>();
    this.cdp.on('Network.requestWillBeSent', ({ requestId, request, redirectResponse }) => {
      if (redirectResponse && counted.get(requestId)) {
        this.#redirected += redirectResponse.encodedDataLength;
        this.#redirects += 1;
      }
      counted.set(requestId, request.url.startsWith(`${origin}/`));
      if (counted.get(requestId)) this.#requests.set(requestId, 0);
    });
    const add = (id: string, bytes: number) => counted.get(id) && this.#requests.set(id, (this.#requests.get(id) ?? 0) + bytes);
    // What this visit has fetched before does not travel again.
    const cached = (id: string) => {
      counted.set(id, false);
      this.#requests.delete(id);
    };
    this.cdp.on('Network.requestServedFromCache', ({ requestId }) => cached(requestId));
    this.cdp.on('Network.responseReceived', ({ requestId, response }) => {
      if (response.fromDiskCache) return cached(requestId);
      add(requestId, response.encodedDataLength);
      if (counted.get(requestId)) this.#encodings.add(response.headers['content-encoding'] ?? response.headers['Content-Encoding'] ?? 'none');
    });
    this.cdp.on('Network.dataReceived', ({ requestId, encodedDataLength }) => add(requestId, encodedDataLength));
    // What is said at the end is exact.
    this.cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => counted.get(requestId) && this.#requests.set(requestId, encodedDataLength));
  }

  /** Waits for the text, looks on for a while, and tells what it cost since `began`, by this machine's clock. */
  async read(began: number): Promise<Visit> {
    const notes = () => this.page.evaluate(() => {
      const { text, blocked, wasm } = (window as unknown as { notes: { text: number; blocked: number; wasm: number } }).notes;
      return { text, blocked, wasm };
    });
    await this.page.waitForFunction(() => (window as unknown as { notes?: { text: number } }).notes?.text, undefined, { timeout: 120_000, polling: 200 });
    await this.page.waitForTimeout(SETTLE);
    const { text, blocked, wasm } = await notes();
    await this.cdp.send('HeapProfiler.collectGarbage');
    const heap = await this.cdp.send('Runtime.getHeapUsage');
    return {
      bytes: [...this.#requests.values()].reduce((sum, bytes) => sum + bytes, this.#redirected),
      requests: this.#requests.size + this.#redirects,
      textVisible: text - began,
      blocked,
      heap: heap.usedSize + (heap.backingStorageSize ?? 0) + wasm,
      encodings: this.#encodings,
    };
  }

  /** Presses `selector` again and again from the moment it can be seen; the milliseconds until something is sent. */
  async press(selector: string, began: number): Promise<number> {
    let reacted = 0;
    this.page.on('request', (request) => {
      if (request.method() === 'POST' && /cancel|recheck|\/signin\//.test(request.url())) reacted ||= Date.now();
    });
    const button = this.page.locator(selector).first();
    await button.waitFor({ state: 'visible', timeout: 120_000 });
    // It may be below what a phone shows at once.
    await button.scrollIntoViewIfNeeded();
    while (!reacted) {
      const box = await button.boundingBox().catch(() => null);
      if (box && !reacted) await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      await new Promise((done) => setTimeout(done, 50));
      if (Date.now() - began > 120_000) throw new Error(`nothing happens on ${selector}`);
    }
    return reacted - began;
  }

  leave(): Promise<void> {
    return this.context.close();
  }
}
