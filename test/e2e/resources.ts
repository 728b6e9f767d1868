import type { CDPSession, Page } from '@playwright/test'

/** What is alive in a page, for tests of what comes and goes. */
export interface Counts {
  /** WebGL contexts that are neither lost nor collected, and what lies in them. */
  readonly contexts: number
  readonly textures: number
  readonly buffers: number
  readonly programs: number
}

const kinds = { textures: 'Texture', buffers: 'Buffer', programs: 'Program' } as const

/** From the next load on, the page counts what it makes of WebGL. */
export async function countResources(page: Page): Promise<void> {
  await page.addInitScript(count, kinds)
}

/** As of now, with all that nobody holds any more collected. */
export async function countsOf(page: Page, cdp: CDPSession): Promise<Counts> {
  await cdp.send('HeapProfiler.collectGarbage')
  return page.evaluate(() => (window as never as { counts: () => Counts }).counts())
}

const [READINGS, BETWEEN_MS] = [6, 500]

/**
 * Bytes in use on the page's heap, with all that nobody holds any more collected: the least of some readings, for a
 * picture on its way, which is no leak, takes some hundred kilobytes.
 */
export async function heapOf(cdp: CDPSession): Promise<number> {
  let least = Infinity
  for (let reading = 0; reading < READINGS; reading++) {
    await new Promise((done) => setTimeout(done, BETWEEN_MS))
    // What a first collection lets go can hold more: finalisers and weak caches.
    for (let i = 0; i < 3; i++) await cdp.send('HeapProfiler.collectGarbage')
    least = Math.min(least, (await cdp.send('Runtime.getHeapUsage')).usedSize)
  }
  return least
}

/** Runs in the page before its own scripts. */
function count(made: Readonly<Record<string, string>>): void {
  const contexts = new Set<WeakRef<WebGL2RenderingContext>>()
  const tallies = new WeakMap<WebGL2RenderingContext, Record<string, number>>()
  const prototype = HTMLCanvasElement.prototype
  const getContext = Reflect.get(prototype, 'getContext') as (...of: unknown[]) => unknown
  Reflect.set(prototype, 'getContext', function (this: HTMLCanvasElement, ...of: unknown[]) {
    const context = getContext.apply(this, of)
    if (context instanceof WebGL2RenderingContext && !tallies.has(context)) {
      contexts.add(new WeakRef(context))
      tallies.set(context, {})
    }
    return context
  })
  const methods = WebGL2RenderingContext.prototype as never as Record<string, (...of: unknown[]) => unknown>
  for (const [kind, name] of Object.entries(made)) {
    for (const [verb, change] of [
      ['create', 1],
      ['delete', -1],
    ] as const) {
      const method = methods[verb + name]
      methods[verb + name] = function (this: WebGL2RenderingContext, ...of: unknown[]) {
        const tally = tallies.get(this)
        if (tally !== undefined && (verb === 'create' || of[0] != null)) tally[kind] = (tally[kind] ?? 0) + change
        return method.apply(this, of)
      }
    }
  }
  const counts = (): Record<string, number> => {
    const live = [...contexts].map((ref) => ref.deref()).filter((gl) => gl !== undefined && !gl.isContextLost())
    const sum = (kind: string) => live.reduce((total, gl) => total + (tallies.get(gl!)![kind] ?? 0), 0)
    return { contexts: live.length, ...Object.fromEntries(Object.keys(made).map((kind) => [kind, sum(kind)])) }
  }
  Object.assign(window, { counts })
}
