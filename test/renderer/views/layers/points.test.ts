import { describe, expect, it } from 'vitest'
import { layerTexels, tiling } from '../../../../src/renderer/views/picture/LayerTexture'
import { PointCover } from '../../../../src/renderer/views/picture/PointCover'
import { pointMasks } from '../../../../src/renderer/views/picture/pointMask'
import type { LayerPaths } from '../../../../src/renderer/views/layers/paths'

const [W, H] = [40, 30]
const [INK, HALO] = [
  [1, 1, 1],
  [0, 0, 0],
] as const

/** A cloud's cover of a small picture: `paint` lays marks at places x, y, … and answers their box. */
function pictureOf(cloud: 'data' | 'model') {
  const cover = new PointCover(pointMasks(cloud))
  cover.resize(W, H)
  const rgba = new Uint8ClampedArray(4 * W * H)
  const pixels = new Uint32Array(rgba.buffer)
  const paint = (...places: number[]) => {
    cover.clear(pixels)
    const box = cover.lay(Float32Array.from(places))
    cover.colour(pixels, INK, HALO)
    return box
  }
  /** Of the ink alone, in [0, 1]: it is white, and its halo black. */
  const ink = (x: number, y: number): number => {
    const [red, , , alpha] = rgba.subarray(4 * (y * W + x))
    return (red / 255) * (alpha / 255)
  }
  const opacities = () => rgba.filter((_, i) => i % 4 === 3)
  return { paint, ink, opacities }
}

describe('marks written as pixels', () => {
  it('fill a diamond and leave a circle hollow', () => {
    const [diamond, circle] = [pictureOf('model'), pictureOf('data')]
    diamond.paint(20.5, 15.5)
    circle.paint(20.5, 15.5)
    expect(diamond.ink(20, 15)).toBeGreaterThan(0.8)
    expect(circle.ink(20, 15)).toBe(0)
    expect(circle.ink(23, 15)).toBeGreaterThan(0.5)
  })

  it('lie where the point is, to a quarter of a pixel', () => {
    for (const [x, y] of [
      [20, 15],
      [20.3, 15.8],
      [20.9, 15.1],
    ]) {
      // prettier-ignore
      const { paint, ink } = pictureOf('model')
      paint(x, y)
      let [sum, mx, my] = [0, 0, 0]
      for (let i = 0; i < W * H; i++) {
        const here = ink(i % W, Math.floor(i / W))
        sum += here
        mx += here * ((i % W) + 0.5)
        my += here * (Math.floor(i / W) + 0.5)
      }
      expect(Math.abs(mx / sum - x)).toBeLessThan(0.15)
      expect(Math.abs(my / sum - y)).toBeLessThan(0.15)
    }
  })

  it('lie within the box they tell', () => {
    const { paint, opacities } = pictureOf('model')
    const { left, top, right, bottom } = paint(10, 12, 30, 20)!
    opacities().forEach((alpha, i) => {
      const [x, y] = [i % W, Math.floor(i / W)]
      if (x < left || x >= right || y < top || y >= bottom) expect(alpha).toBe(0)
    })
    expect([left, top]).toEqual([6, 8])
    expect([right, bottom]).toEqual([35, 25])
  })

  it('leave no trace where they were before', () => {
    const [moved, fresh] = [pictureOf('model'), pictureOf('model')]
    moved.paint(10, 12, 12, 13, 30, 20)
    moved.paint(20.3, 15.8)
    fresh.paint(20.3, 15.8)
    expect(moved.opacities()).toEqual(fresh.opacities())
    moved.paint()
    expect(moved.opacities().every((alpha) => alpha === 0)).toBe(true)
  })

  it('lie over each other as translucent paint does', () => {
    const { paint, opacities } = pictureOf('data')
    paint(20.5, 15.5)
    const once = opacities()
    paint(20.5, 15.5, 20.5, 15.5)
    opacities().forEach((twice, i) => {
      const alpha = once[i] / 255
      expect(Math.abs(twice / 255 - (alpha + alpha * (1 - alpha)))).toBeLessThan(0.005)
    })
  })

  it('never become more than opaque, however many lie on one place', () => {
    const { paint, ink } = pictureOf('model')
    paint(...Array.from({ length: 60 }, () => 15))
    expect(ink(15, 15)).toBe(1)
    expect(ink(18, 15)).toBeLessThan(1)
  })

  it('leave nothing of points beyond the picture, or that are no number', () => {
    const { paint, opacities } = pictureOf('model')
    expect(paint(-3, 5, 500, 5, 5, -100, NaN, 4, 6, Infinity)).toBeNull()
    expect(opacities().every((alpha) => alpha === 0)).toBe(true)
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
    const paths: LayerPaths = {
      step: 0,
      dims: 2,
      count,
      blocks,
      t: Float32Array.of(0, 1, 2, 3),
      positions,
      logDet: new Float32Array(0),
    }
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
