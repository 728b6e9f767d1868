// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FromPainter, ToPainter } from '../../../../src/renderer/views/picture/apart/messages'

/** The painting thread, played by the test. */
class FakeThread {
  static made: FakeThread[] = []
  readonly told: ToPainter[] = []
  onmessage: (event: { data: FromPainter }) => void = () => undefined
  onerror: () => void = () => undefined
  constructor() {
    FakeThread.made.push(this)
  }
  postMessage(message: ToPainter): void {
    this.told.push(message)
  }
}

const canvas = () => ({ transferControlToOffscreen: () => ({}) }) as HTMLCanvasElement
const grid = (step: number) => ({ step, bounds: [0, 1, 0, 1] as const, resolution: 1, logDensity: Float32Array.of(0) })

describe('a picture painted apart', () => {
  beforeEach(() => {
    vi.resetModules() // the thread is the module's
    FakeThread.made = []
    vi.stubGlobal('Worker', FakeThread)
    Reflect.set(HTMLCanvasElement.prototype, 'transferControlToOffscreen', () => ({}))
  })
  afterEach(() => vi.unstubAllGlobals())

  async function painted(onBroken: () => void = () => undefined) {
    const { canPaintApart } = await import('../../../../src/renderer/views/picture/apart/apart')
    const { planeApart } = await import('../../../../src/renderer/views/picture/apart/planeApart')
    const plane = planeApart(canvas(), onBroken)
    const thread = FakeThread.made[0]!
    const draws = () => thread.told.filter((message) => message.kind === 'draw')
    const answer = () => {
      thread.onmessage({ data: { drawn: draws().at(-1)!.id } })
    }
    return { plane, thread, draws, answer, canPaintApart, planeApart }
  }

  it('is told what was noted last of each kind, with the drawing', async () => {
    const { plane, draws } = await painted()
    plane.setGrid(grid(1))
    plane.setGrid(grid(2))
    plane.setPoints('data', Float32Array.of(1, 1))
    plane.setPoints('model', Float32Array.of(2, 2))
    expect(draws()).toEqual([])
    plane.draw(() => undefined)
    expect(draws().map(({ notes }) => notes)).toEqual([
      [
        ['setGrid', grid(2)],
        ['setPoints', 'data', Float32Array.of(1, 1)],
        ['setPoints', 'model', Float32Array.of(2, 2)],
      ],
    ])
  })

  it('draws one thing at a time: what comes meanwhile is drawn once, as it is then', async () => {
    const { plane, draws, answer } = await painted()
    const drawn: number[] = []
    for (const step of [1, 2, 3]) {
      plane.setGrid(grid(step))
      plane.draw(() => drawn.push(step))
    }
    expect(draws()).toHaveLength(1)
    answer()
    expect(drawn).toEqual([1])
    expect(draws().at(-1)!.notes).toEqual([['setGrid', grid(3)]])
    answer()
    expect(drawn).toEqual([1, 3])
    expect(draws()).toHaveLength(2)
  })

  it('shares its thread with others, and is let go', async () => {
    const { plane, thread, planeApart } = await painted()
    const other = planeApart(canvas(), () => undefined)
    expect(FakeThread.made).toHaveLength(1)
    const drawn = vi.fn()
    other.draw(drawn)
    plane.dispose()
    const [first, second] = thread.told.filter((message) => message.kind === 'begin')
    expect(thread.told.at(-1)).toEqual({ kind: 'end', id: first!.id })
    thread.onmessage({ data: { drawn: second!.id } })
    expect(drawn).toHaveBeenCalledOnce()
  })

  it('says when the thread is broken, and that nothing more can be painted there', async () => {
    const onBroken = vi.fn()
    const { thread, canPaintApart } = await painted(onBroken)
    expect(canPaintApart()).toBe(true)
    thread.onerror()
    expect(onBroken).toHaveBeenCalledOnce()
    expect(canPaintApart()).toBe(false)
  })
})
