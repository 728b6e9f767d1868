import { describe, expect, it } from 'vitest'
import { layerTexels, tiling } from '../../../../src/renderer/views/picture/LayerTexture'
import { coverPoints, pointMasks } from '../../../../src/renderer/views/picture/pointMask'
import type { LayerPaths } from '../../../../src/renderer/views/layers/paths'

const [W, H] = [40, 30]
const covered = (cloud: 'data' | 'model', ...places: number[]) => {
  const cover = new Float32Array(2 * W * H)
  const rows = coverPoints(pointMasks(cloud), Float32Array.from(places), cover, W, H)
  const at = (x: number, y: number) => ({ alpha: cover[2 * (y * W + x)], ink: cover[2 * (y * W + x) + 1] })
  return { cover, rows, at }
}

describe('marks written as pixels', () => {
  it('fill a diamond and leave a circle hollow', () => {
    expect(covered('model', 20.5, 15.5).at(20, 15).ink).toBeGreaterThan(0.8)
    const circle = covered('data', 20.5, 15.5)
    expect(circle.at(20, 15).ink).toBe(0)
    expect(circle.at(23, 15).ink).toBeGreaterThan(0.5)
  })

  it('lie where the point is, to a quarter of a pixel', () => {
    for (const [x, y] of [
      [20, 15],
      [20.3, 15.8],
      [20.9, 15.1],
    ]) {
      // prettier-ignore
      const { cover } = covered('model', x, y)
      let [sum, mx, my] = [0, 0, 0]
      for (let i = 0; i < W * H; i++) {
        const ink = cover[2 * i + 1]
        sum += ink
        mx += ink * ((i % W) + 0.5)
        my += ink * (Math.floor(i / W) + 0.5)
      }
      expect(Math.abs(mx / sum - x)).toBeLessThan(0.15)
      expect(Math.abs(my / sum - y)).toBeLessThan(0.15)
    }
  })

  it('tell the rows they touched, and touch no others', () => {
    const { cover, rows } = covered('model', 10, 12, 30, 20)
    cover.forEach((value, i) => {
      const row = Math.floor(i / (2 * W))
      if (row < rows[0] || row >= rows[1]) expect(value).toBe(0)
    })
    expect(rows[0]).toBeGreaterThan(6)
    expect(rows[1]).toBeLessThan(26)
  })

  it('never become more than opaque, however many lie on one place', () => {
    const { cover } = covered('model', ...Array.from({ length: 60 }, () => 15))
    expect(Math.max(...cover)).toBeLessThanOrEqual(1.0001)
  })

  it('leave nothing of points beyond the picture, or that are no number', () => {
    const { cover } = covered('model', -3, 5, 500, 5, 5, -100, NaN, 4, 6, Infinity)
    expect(cover.every((value) => value === 0)).toBe(true)
  })
})

describe('paths in a texture', () => {
  const count = 5000
  const { tile, rows } = tiling(count)

  it('take several rows a layer where they are more than a texture is wide', () => {
    expect(tile).toBeLessThanOrEqual(2048)
    expect(tile * rows).toBeGreaterThanOrEqual(count)
    expect(tiling(2000)).toEqual({ tile: 2000, rows: 1 })
  })

  it('are found where the shader looks for them, in the scene’s coordinates, and marked where they are no number', () => {
    const blocks = 3
    const positions = Float32Array.from({ length: (blocks + 1) * count * 2 }, (_, i) => i)
    positions[2 * (2 * count + 4321)] = NaN
    const paths: LayerPaths = { step: 0, dims: 2, count, blocks, positions, logDet: new Float32Array(0) }
    const texels = new Float32Array(4 * tile * rows * (blocks + 1))
    layerTexels(paths, { origin: [100, -1], scale: [1, 2] }, texels)
    const texel = (k: number, i: number): number[] => {
      const [column, row] = [i % tile, Math.floor(i / tile) + k * rows]
      return [...texels.subarray(4 * (row * tile + column), 4 * (row * tile + column) + 4)]
    }
    for (const [k, i] of [
      [0, 0],
      [1, 2047],
      [2, 4999],
      [3, 2500],
    ]) {
      // prettier-ignore
      const first = 2 * (k * count + i)
      expect(texel(k, i)).toEqual([first - 100, (first + 2) / 2, 0, 1])
    }
    expect(texel(2, 4321)[3]).toBe(0)
  })
})
