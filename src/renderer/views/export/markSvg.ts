import { short, type GroupMark, type Ink, type ImageMark, type Mark, type PathMark, type TextMark } from './marks'

export interface SvgFrame {
  readonly width: number
  readonly height: number
  /** What the picture shows, for those who hear it. */
  readonly title: string
  /** A style sheet for it, such as its fonts. */
  readonly style?: string
}

/** Marks as an SVG document: text stays text, in fonts by name; pixels are embedded as PNG. */
export function svgOf(marks: readonly Mark[], { width, height, title, style = '' }: SvgFrame): string {
  let clips = 0
  const clipName = (): string => `clip-${String(++clips)}`
  const [w, h] = [short(width), short(height)]
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img">`
  const sheet = style === '' ? [] : [`<style>${escape(style)}</style>`]
  return [
    head,
    `<title>${escape(title)}</title>`,
    ...sheet,
    ...marks.map((mark) => write(mark, clipName)),
    '</svg>\n',
  ].join('\n')
}

type Name = () => string

function write(mark: Mark, clipName: Name): string {
  switch (mark.kind) {
    case 'path':
      return writePath(mark)
    case 'text':
      return writeText(mark)
    case 'image':
      return writeImage(mark)
    case 'group':
      return writeGroup(mark, clipName)
  }
}

type Attributes = Readonly<Record<string, string | number | undefined>>

function tag(name: string, attributes: Attributes, inside = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escape(typeof value === 'number' ? short(value) : value)}"`],
  )
  return `<${name}${written.join('')}${inside === '' ? '/>' : `>${inside}</${name}>`}`
}

/** `rgb()` with opacity is unknown to some editors: the opacity goes into an attribute of its own. */
function paint(as: 'fill' | 'stroke', ink: Ink | undefined): Attributes {
  if (ink === undefined) return { [as]: 'none' }
  const [r, g, b, alpha] = ink
  const hex = `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
  return { [as]: hex, [`${as}-opacity`]: alpha < 1 ? alpha : undefined }
}

const writePath = ({ d, fill, stroke, name }: PathMark): string =>
  tag('path', {
    class: name,
    d,
    ...paint('fill', fill),
    ...paint('stroke', stroke?.ink),
    'stroke-width': stroke?.width,
    'stroke-linejoin': stroke && 'round',
    'stroke-dasharray': stroke?.dash?.join(' '),
  })

const writeText = ({ text, x, y, anchor, font, fill, seam }: TextMark): string =>
  tag(
    'text',
    {
      x,
      y,
      'text-anchor': anchor,
      'font-family': font.family,
      'font-size': font.size,
      'font-weight': font.weight,
      ...paint('fill', fill),
      ...(seam && {
        ...paint('stroke', seam.ink),
        'stroke-width': seam.width,
        'stroke-linejoin': 'round',
        'paint-order': 'stroke',
      }),
    },
    escape(text),
  )

const writeImage = ({ canvas, x, y, width, height }: ImageMark): string =>
  tag('image', { x, y, width, height, preserveAspectRatio: 'none', href: canvas.toDataURL('image/png') })

function writeGroup({ matrix, clip, marks }: GroupMark, clipName: Name): string {
  const inside = marks.map((mark) => write(mark, clipName)).join('\n')
  const transform = `matrix(${matrix.map(short).join(' ')})`
  if (clip === undefined) return tag('g', { transform }, inside)
  const id = clipName()
  const cut = tag('clipPath', { id }, tag('rect', { width: clip.width, height: clip.height, rx: clip.radius }))
  return tag('g', { transform }, `${cut}${tag('g', { 'clip-path': `url(#${id})` }, inside)}`)
}

/** As XML wants it; what XML cannot hold at all is left out. */
const escape = (text: string): string =>
  text
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]|\p{Cs}/gu, '')
    .replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`)
