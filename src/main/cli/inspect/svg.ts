import { MAP_SIZE } from '@shared/catalogue/colourMaps/maps'
import type { Scale } from './heat'
import { encodePng, type Image } from './png'
import type { Colour, Place, Stroke } from './strokes'

/** What stands around a picture. */
export interface Frame {
  readonly title: string
  readonly axes: readonly [string, string]
  readonly bounds: readonly [number, number, number, number]
}

const SIZE = 480
const MARGIN = { left: 64, right: 84, top: 40, bottom: 52 }
const INK = '#333'

/** A heat map with its axes and its colours' values. */
export const heatSvg = (image: Image, scale: Scale, frame: Frame): string =>
  framed(picture(image, SIZE, SIZE), frame, colourBar(scale))

/** Lines with their axes, a dot where each ends. */
export function strokesSvg(strokes: readonly Stroke[], frame: Frame): string {
  const at = ([x, y]: Place): [string, string] => [(x * SIZE).toFixed(2), ((1 - y) * SIZE).toFixed(2)]
  const lines = strokes.map(({ places, line, dot }) => {
    const points = places.map((place) => at(place).join(',')).join(' ')
    const [x, y] = at(places[places.length - 1])
    return (
      `<polyline points="${points}" fill="none" stroke="${css(line)}" stroke-opacity="0.5"/>` +
      `<circle cx="${x}" cy="${y}" r="2" fill="${css(dot)}"/>`
    )
  })
  return framed(lines.join('\n'), frame)
}

const css = (colour: Colour): string => `rgb(${colour.join(' ')})`

const picture = (image: Image, width: number, height: number): string =>
  `<image width="${width}" height="${height}" preserveAspectRatio="none" ` +
  `href="data:image/png;base64,${Buffer.from(encodePng(image)).toString('base64')}"/>`

/** What the colours stand for, beside the picture. */
function colourBar({ map, low, high }: Scale): string {
  const rgba = Uint8Array.from({ length: 4 * MAP_SIZE }, (_, i) => map.rgba[4 * (MAP_SIZE - 1 - (i >> 2)) + (i & 3)])
  const labels = ticks(low, high).map((value) => {
    const y = (SIZE - ((value - low) / (high - low)) * SIZE).toFixed(2)
    return `<path d="M14 ${y}h5" stroke="${INK}"/><text x="23" y="${y}" dy="0.35em">${show(value)}</text>`
  })
  return (
    `<g transform="translate(${SIZE + 16} 0)">${picture({ width: 1, height: MAP_SIZE, rgba }, 14, SIZE)}` +
    `${labels.join('')}<text x="0" y="-14">nats</text></g>`
  )
}

function framed(inside: string, { title, axes, bounds: [x0, x1, y0, y1] }: Frame, beside = ''): string {
  const [width, height] = [SIZE + MARGIN.left + MARGIN.right, SIZE + MARGIN.top + MARGIN.bottom]
  const across = ticks(x0, x1).map((value) => {
    const x = (((value - x0) / (x1 - x0)) * SIZE).toFixed(2)
    return `<path d="M${x} ${SIZE}v5" stroke="${INK}"/><text x="${x}" y="${SIZE + 18}" text-anchor="middle">${show(value)}</text>`
  })
  const up = ticks(y0, y1).map((value) => {
    const y = (SIZE - ((value - y0) / (y1 - y0)) * SIZE).toFixed(2)
    return `<path d="M0 ${y}h-5" stroke="${INK}"/><text x="-9" y="${y}" dy="0.35em" text-anchor="end">${show(value)}</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>`,
    `<g transform="translate(${MARGIN.left} ${MARGIN.top})" font-family="sans-serif" font-size="12" fill="${INK}">`,
    `<svg width="${SIZE}" height="${SIZE}">${inside}</svg>`,
    `<rect width="${SIZE}" height="${SIZE}" fill="none" stroke="${INK}"/>`,
    `<text x="0" y="-14" font-size="14">${escape(title)}</text>`,
    `<text x="${SIZE / 2}" y="${SIZE + 40}" text-anchor="middle">${escape(axes[0])}</text>`,
    `<text transform="translate(-46 ${SIZE / 2}) rotate(-90)" text-anchor="middle">${escape(axes[1])}</text>`,
    `${across.join('')}${up.join('')}`,
    beside,
    '</g></svg>\n',
  ].join('\n')
}

/** Round numbers inside a range, about five of them. */
export function ticks(from: number, to: number): readonly number[] {
  const rough = (to - from) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10)
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step)
}

const show = (value: number): string => String(Number(value.toPrecision(6)))

const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
