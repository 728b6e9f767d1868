import { describe, expect, it } from 'vitest'
import { boundsOf, cubeOf, naturalOf, placeWords, roundStep } from '../../../src/renderer/views/boxScale'
import {
  draggedBy,
  kept,
  noCuts,
  rayInBox,
  sliceHandle,
  sliceUnder,
  withClip,
  withSlice,
} from '../../../src/renderer/views/cuts'
import type { Vec3 } from '../../../src/renderer/views/orbit'
import { quality } from '../../../src/renderer/views/picture/volumeQuality'

describe('a ray in the clip box', () => {
  const cube = noCuts.clip
  it('enters and leaves where it meets the faces', () => {
    expect(rayInBox({ origin: [5, 0, 0], direction: [-1, 0, 0] }, cube)).toEqual([4, 6])
    const clipped = withClip(noCuts, 0, [-0.5, 0.25]).clip
    expect(rayInBox({ origin: [5, 0, 0], direction: [-1, 0, 0] }, clipped)).toEqual([4.75, 5.5])
  })

  it('starts at the eye from within, and misses what is behind it or beside it', () => {
    expect(rayInBox({ origin: [0, 0, 0], direction: [0, 1, 0] }, cube)).toEqual([0, 1])
    expect(rayInBox({ origin: [3, 0, 0], direction: [1, 0, 0] }, cube)).toBeNull()
    expect(rayInBox({ origin: [3, 2, 0], direction: [-1, 0, 0] }, cube)).toBeNull()
  })

  it('may run along a face', () => {
    expect(rayInBox({ origin: [5, 1, 0], direction: [-1, 0, 0] }, cube)).toEqual([4, 6])
  })
})

describe('slices', () => {
  const cuts = withSlice(withSlice(noCuts, 0, { shown: true, at: 0.5 }), 2, { shown: true, at: -0.2 })

  it('are met by the foremost that is shown and within the cube', () => {
    expect(sliceUnder({ origin: [5, 0.1, 0.2], direction: [-1, 0, 0] }, cuts)).toEqual([0.5, 0.1, 0.2])
    expect(sliceUnder({ origin: [0.1, 0.2, 4], direction: [0, 0, -1] }, cuts)).toEqual([0.1, 0.2, -0.2])
    expect(sliceUnder({ origin: [5, 2, 0], direction: [-1, 0, 0] }, cuts)).toBeNull()
    expect(sliceUnder({ origin: [0, 5, 0.5], direction: [0, -1, 0] }, cuts)).toBeNull()
  })

  it('stay within the cube', () => {
    expect(withSlice(cuts, 0, { at: 3 }).slices[0]).toEqual({ shown: true, at: 1 })
    expect(withSlice(cuts, 0, { at: -3 }).slices[0].at).toBe(-1)
  })

  it('follow the pointer along their axis, and not across it', () => {
    const project = ([x, y, z]: Vec3) => [100 * x + 20 * y, 30 * y - 80 * z] as const
    const handle = sliceHandle(0, 0.5, project)
    expect(handle.at).toEqual(project([0.5, -1, 1]))
    expect(draggedBy(handle, [50, 0])).toBeCloseTo(0.5, 12)
    expect(draggedBy(handle, [0, 40])).toBe(0)
    const endOn = sliceHandle(0, 0, ([, y, z]) => [y, z])
    expect(draggedBy(endOn, [50, 50])).toBe(0)
  })
})

describe('what is kept of a cloud', () => {
  it('is the rows within the clip box, in both units', () => {
    const cloud = {
      cube: Float32Array.from([0, 0, 0, 0.5, 0, 0, -0.5, 0.25, 0]),
      natural: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]),
    }
    expect(kept(cloud, noCuts)).toBe(cloud)
    const { cube, natural } = kept(cloud, withClip(noCuts, 0, [-1, 0.25]))
    expect([...natural]).toEqual([1, 2, 3, 7, 8, 9])
    expect([...cube]).toEqual([0, 0, 0, -0.5, 0.25, 0])
  })
})

describe('places along the axes of a box', () => {
  const box = { centre: [10, 0, 0], half: [2, 0.03, 500] } as const
  it('go there and back', () => {
    expect(naturalOf(box, 0, -0.5)).toBe(9)
    expect(cubeOf(box, 0, 9)).toBe(-0.5)
    expect(boundsOf(box)).toEqual([8, 12, -0.03, 0.03, -500, 500])
  })

  it('are written to a round step that goes a hundred to a thousand times into the axis', () => {
    expect([0, 1, 2].map((axis) => roundStep(box, axis))).toEqual([0.01, 0.0001, 10])
    expect([0, 1, 2].map((axis) => placeWords(box, axis, 0.123))).toEqual(['10.25', '0.0037', '62'])
  })
})

describe('the quality of a volume', () => {
  const size = { width: 900, height: 700 }
  it('stays within 400 × 300 pixels and 128 samples where the processor draws, and falls while it moves', () => {
    const [resting, moving] = [quality(size, 1, true, false), quality(size, 1, true, true)]
    expect(resting.width * resting.height).toBeLessThanOrEqual(120_000)
    expect(moving.width * moving.height).toBeLessThanOrEqual(60_000)
    expect([moving.steps, resting.steps]).toEqual([64, 128])
    expect(resting.width / resting.height).toBeCloseTo(9 / 7, 1)
  })

  it('is the whole picture with a graphics card, once it rests', () => {
    expect(quality(size, 2, false, false)).toEqual({ width: 1800, height: 1400, steps: 256 })
    expect(quality(size, 2, false, true)).toEqual({ width: 900, height: 700, steps: 64 })
  })
})
