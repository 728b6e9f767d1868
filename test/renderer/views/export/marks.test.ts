// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fieldMarks, hatchPath } from '../../../../src/renderer/views/export/fieldMarks'
import { placing } from '../../../../src/renderer/views/export/heat'
import { drawMarks } from '../../../../src/renderer/views/export/markCanvas'
import { shifted, type Mark } from '../../../../src/renderer/views/export/marks'
import { svgOf } from '../../../../src/renderer/views/export/markSvg'
import { isolineMarks } from '../../../../src/renderer/views/export/planeMarks'
import { shownMarks } from '../../../../src/renderer/views/export/shownMarks'
import PlotFrame from '../../../../src/renderer/views/parts/PlotFrame.vue'

const bounds = [-2, 2, -2, 2] as const
const size = { width: 400, height: 400 }
const at = placing(bounds, size)
const n = 41
const logDensity = Float32Array.from({ length: n * n }, (_, k) => {
  const [x, y] = [-2 + (4 * (k % n)) / (n - 1), -2 + (4 * Math.floor(k / n)) / (n - 1)]
  return -(x * x + y * y) / 2
})
const grid = { step: 1, bounds, resolution: n, logDensity }

/** What the page gives in a browser and not here: places on the screen, and colours as pixels. */
beforeEach(() => {
  const identity = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }
  Object.assign(SVGElement.prototype, { getScreenCTM: () => identity })
  const context = { clearRect: vi.fn(), fillRect: vi.fn(), getImageData: () => ({ data: [1, 2, 3, 255] }) }
  vi.stubGlobal('OffscreenCanvas', class {
    getContext = () => context
  }) // prettier-ignore
  vi.stubGlobal('Path2D', class {
    constructor(readonly d: string) {}
  }) // prettier-ignore
  document.head.innerHTML = '<style>text, rect { fill: black } line { stroke: black }</style>'
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.innerHTML = document.head.innerHTML = ''
})

const parsed = (svg: string): Document => new DOMParser().parseFromString(svg, 'image/svg+xml')

/** A canvas that only remembers the texts and outlines it was given. */
function recorder() {
  const texts: string[] = []
  const paths: string[] = []
  const nothing = (): void => undefined
  const context = {
    fillText: (text: string) => texts.push(text),
    stroke: ({ d }: { d: string }) => paths.push(d),
    fill: nothing, strokeText: nothing, save: nothing, restore: nothing, transform: nothing, setLineDash: nothing,
    beginPath: nothing, rect: nothing, clip: nothing, drawImage: nothing,
  } // prettier-ignore
  return { context: context as unknown as CanvasRenderingContext2D, texts, paths }
}

function frameMarks(names: [string, string]): readonly Mark[] {
  const frame = mount(PlotFrame, { props: { bounds, size, names, grid: true }, attachTo: document.body })
  return shownMarks(frame.element.parentElement!, 0, 0, () => null)
}

describe('a picture', () => {
  it('has the same ticks and names on a canvas and in SVG, those of its axes', () => {
    const marks = frameMarks(['height', 'width'])
    const { context, texts } = recorder()
    drawMarks(context, marks)
    const svg = parsed(svgOf(marks, { ...size, title: 'Axes' }))
    const written = [...svg.querySelectorAll('text')].map((text) => text.textContent)
    expect(written).toEqual(texts)
    expect(written).toEqual(expect.arrayContaining(['−2', '0', '1', 'height', 'width']))
  })

  it('is well-formed XML whatever its names hold', () => {
    const marks = frameMarks(['a < b & "c"', '\u0007x]]>'])
    const svg = parsed(svgOf(marks, { ...size, title: '<>&"\u0000' }))
    expect(svg.querySelector('parsererror')).toBeNull()
    expect(svg.documentElement.tagName).toBe('svg')
    const texts = [...svg.querySelectorAll('text')].map((text) => text.textContent)
    expect(texts).toContain('a < b & "c"')
    expect(texts).toContain('x]]>')
  })

  it('has as many isolines as levels, each at its radius', () => {
    const levels = [-0.25, null, -1]
    const svg = parsed(svgOf(isolineMarks(grid, levels, at), { ...size, title: 'Levels' }))
    const lines = [...svg.querySelectorAll('.isoline')].map((line) => line.getAttribute('d')!)
    expect(lines).toHaveLength(2)
    for (const [i, level] of [-0.25, -1].entries()) {
      const places = [...lines[i]!.matchAll(/[ML](\S+?) ([^MLZ]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
      expect(places.length).toBeGreaterThan(20)
      for (const [x, y] of places) {
        expect(Math.hypot(x! - 200, y! - 200) / 100).toBeCloseTo(Math.sqrt(-2 * level), 1)
      }
    }
  })

  it('cuts groups in SVG, each to a rectangle of its own', () => {
    const clip = { width: 10, height: 20 }
    const group = (x: number): Mark => ({ kind: 'group', matrix: shifted(x, 0), clip, marks: [{ kind: 'path', d: 'M0 0h9', stroke: { ink: [0, 0, 0, 0.5], width: 1 } }] }) // prettier-ignore
    const svg = parsed(svgOf([group(0), group(5)], { ...size, title: 'Cut' }))
    const ids = [...svg.querySelectorAll('clipPath')].map((cut) => cut.id)
    expect(new Set(ids).size).toBe(2)
    expect([...svg.querySelectorAll('[clip-path]')].map((cut) => cut.getAttribute('clip-path'))).toEqual(
      ids.map((id) => `url(#${id})`),
    )
    expect(svg.querySelector('path')!.getAttribute('stroke-opacity')).toBe('0.5')
  })
})

describe('a field', () => {
  it('is hatched where it is negative, and nowhere else', () => {
    const values = Float32Array.from({ length: n * n }, (_, k) => (k % n) - (n - 1) / 2)
    const d = hatchPath({ bounds, resolution: n, values }, { bounds, size })
    const across = [...d.matchAll(/[ML](\S+) /g)].map(([, x]) => Number(x))
    expect(across.length).toBeGreaterThan(40)
    expect(Math.max(...across)).toBeLessThan(200)
    expect(Math.max(...across)).toBeGreaterThan(190)
  })

  it('without a frame is an empty picture', () => {
    expect(fieldMarks({ size, bounds, grid: null, shading: null, glyphs: null })).toEqual([])
  })
})
