import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Pacer } from '../../../src/renderer/editor/thumbnails/pacer'
import { frameAt, LINES, thumbnailNumbers, traceThumbnail } from '../../../src/renderer/editor/thumbnails/thumbnail'
import { latticeRows } from '../../../src/renderer/views/layers/net'
import type { LayerPaths } from '../../../src/renderer/views/layers/paths'

describe('the pace of thumbnails', () => {
  let frames: FrameRequestCallback[] = []
  const nextFrame = (): void => {
    const due = frames
    frames = []
    for (const callback of due) callback(0)
  }
  beforeEach(() => {
    frames = []
    vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback))
    vi.stubGlobal('cancelAnimationFrame', () => (frames = []))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it('is a few milliseconds of it a frame, in the order in which they asked, each once', () => {
    const pacer = new Pacer()
    const drawn: number[] = []
    const draws = [0, 1, 2, 3, 4].map((i) => () => {
      drawn.push(i)
      now += 2 // of 3 milliseconds
    })
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now)
    for (const draw of [...draws, ...draws]) pacer.ask(draw)
    const after = [1, 2, 3, 4].map(() => {
      nextFrame()
      return drawn.length
    })
    expect(after).toEqual([2, 4, 5, 5])
    expect(drawn).toEqual([0, 1, 2, 3, 4])
    expect(frames).toEqual([])
  })

  it('forgets a block that has gone', () => {
    const pacer = new Pacer()
    const draw = vi.fn<() => void>()
    pacer.ask(draw)
    pacer.forget(draw)
    nextFrame()
    expect(draw).not.toHaveBeenCalled()
  })
})

describe('a thumbnail', () => {
  const rows = latticeRows(LINES, 1, { mean: [0, 0], scale: [1, 1] })
  const count = LINES * LINES
  const paths: LayerPaths = {
    step: 0,
    dims: 2,
    count,
    blocks: 1,
    t: Float32Array.of(0, 1),
    positions: Float32Array.from([...rows, ...rows.map((value) => value / 2 + 1)]),
    logDet: Float32Array.from({ length: 2 * count }, (_, i) => (i < count ? 0 : -1.5)),
  }

  it('shows the lattice as it is after its block', () => {
    const drawn: [number, number][] = []
    const pen = {
      moveTo: (x: number, y: number) => drawn.push([x, y]),
      lineTo: (x: number, y: number) => drawn.push([x, y]),
    }
    traceThumbnail(pen, paths, 1, [-1, 3, -1, 3], 40, new Float32Array(2 * count))
    const across = drawn.map(([x]) => x)
    expect([Math.min(...across), Math.max(...across)]).toEqual([15, 25])
    expect(drawn[0]).toEqual([15, 25]) // the first place is the lowest, and heights run down on a screen
  })

  it('keeps the frame of all while the lattice is in it, and else has one of its shape that holds both', () => {
    expect(frameAt(paths, 0, [-2, 2, -1, 1])).toEqual([-2, 2, -1, 1])
    const [x0, x1, y0, y1] = frameAt(paths, 1, [-1, 1, -1, 1])
    expect(x0).toBeLessThan(-1)
    expect(x1).toBeGreaterThan(1.5)
    expect([y0, y1]).toEqual([x0, x1])
  })

  it('says the same in numbers', () => {
    expect(thumbnailNumbers(paths, 0)).toEqual({ x: [-1, 1], y: [-1, 1], meanLogDet: 0 })
    expect(thumbnailNumbers(paths, 1)).toEqual({ x: [0.5, 1.5], y: [0.5, 1.5], meanLogDet: -1.5 })
  })
})
