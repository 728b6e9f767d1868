/** Of our fonts the files with Latin letters; the others are large, and a reader without them has fonts of their own. */
const LATIN = 'U+0000-00FF'

let known: Promise<string> | null = null

/** The page's own fonts as a style sheet that needs nothing else. Empty where they cannot be read. */
export const embeddedFonts = (): Promise<string> => (known ??= read().catch(() => ''))

async function read(): Promise<string> {
  const faces = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .filter(({ style }) => /^U\+0+(?:000)?-0*FF/i.test(style.getPropertyValue('unicode-range') || LATIN))
    .filter(({ style }) => (style.getPropertyValue('font-style') || 'normal') === 'normal')
    .filter(({ style }) => /Inter|JetBrains/.test(style.getPropertyValue('font-family')))
  const rules = await Promise.all(
    faces.map(async ({ style, parentStyleSheet }) => {
      const url = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue('src'))?.[1]
      if (url === undefined) return ''
      const answer = await fetch(new URL(url, parentStyleSheet?.href ?? document.baseURI))
      const data = base64(new Uint8Array(await answer.arrayBuffer()))
      const [family, weight] = ['font-family', 'font-weight'].map((name) => style.getPropertyValue(name))
      return `@font-face{font-family:${family};font-weight:${weight};src:url(data:font/woff2;base64,${data})}`
    }),
  )
  return rules.join('\n')
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}
