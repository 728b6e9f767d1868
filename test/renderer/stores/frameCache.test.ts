import { describe, expect, it } from 'vitest'
import type { Frame, View } from '@shared/rpc/protocol'
import { FrameCache, frameBytes, isWhole, pictureKey } from '../../../src/renderer/stores/run/frameCache'

const samples = (step: number, floats = 100): Frame => ({
  kind: 'samples',
  view: 'v',
  step,
  dims: 1,
  points: new Float32Array(floats),
})
const density = (id: string, at: number, resolution = 16): View => ({
  kind: 'density',
  id,
  at,
  bounds: [0, 1, 0, 1],
  resolution,
})

describe('the cache of past frames', () => {
  it('never holds more bytes than its bound, whatever is put into it', () => {
    const cache = new FrameCache(1000)
    for (let step = 0; step < 50; step++) {
      cache.put(String(step % 7), samples(step, 1 + ((step * 37) % 120)))
      expect(cache.bytes).toBeLessThanOrEqual(1000)
    }
    cache.clear()
    expect(cache.bytes).toBe(0)
  })

  it('gives up what was looked at longest ago', () => {
    const cache = new FrameCache(3 * frameBytes(samples(0)))
    for (const step of [1, 2, 3]) cache.put(String(step), samples(step))
    cache.get('1')
    cache.put('4', samples(4))
    expect(cache.get('2')).toBeUndefined()
    expect(['1', '3', '4'].map((key) => cache.get(key)?.step)).toEqual([1, 3, 4])
  })

  it('does not keep a frame larger than its bound, nor give up others for it', () => {
    const cache = new FrameCache(frameBytes(samples(0)))
    cache.put('small', samples(1))
    cache.put('large', samples(2, 101))
    expect(cache.get('large')).toBeUndefined()
    expect(cache.get('small')?.step).toBe(1)
  })

  it('counts the bytes of a frame that takes the place of another once', () => {
    const cache = new FrameCache()
    cache.put('one', samples(1))
    cache.put('one', samples(2))
    expect(cache.bytes).toBe(frameBytes(samples(2)))
  })
})

describe('the key of a picture', () => {
  it('is the same whoever asks, and another for another moment, place or start', () => {
    expect(pictureKey(density('a', 4))).toBe(pictureKey(density('b', 4)))
    expect(pictureKey(density('a', 4))).not.toBe(pictureKey(density('a', 5)))
    expect(pictureKey(density('a', 4, 16))).not.toBe(pictureKey(density('a', 4, 32)))
    const given = (x: number): View => ({
      kind: 'layers',
      id: 'l',
      at: 4,
      points: { from: 'given', direction: 'forward', rows: Float32Array.of(x) },
    })
    expect(pictureKey(given(1))).not.toBe(pictureKey(given(2)))
    expect(pictureKey(given(1))).toBe(pictureKey(given(1)))
  })
})

describe('a whole frame', () => {
  it('has the resolution that was asked for, where there is one', () => {
    const frame = (resolution: number, computed = resolution ** 2): Frame => ({
      kind: 'density',
      view: 'v',
      step: 4,
      bounds: [0, 1, 0, 1],
      resolution,
      computed,
      logDensity: new Float32Array(resolution ** 2),
    })
    expect(isWhole(density('v', 4, 16), frame(16))).toBe(true)
    expect(isWhole(density('v', 4, 16), frame(8))).toBe(false)
    expect(isWhole(density('v', 4, 16), frame(16, 200))).toBe(false)
    expect(isWhole({ kind: 'samples', id: 'v', count: 9, seed: 1 }, samples(4))).toBe(true)
  })
})
