import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { folder } from './shots'

/** After the pictures: writes the page that shows them side by side, one line a view, and says where it is. */
export default async function contents(): Promise<void> {
  const pictures = (await readdir(folder)).filter((name) => name.endsWith('.png'))
  const views = new Map<string, string[]>()
  for (const name of pictures.sort().reverse()) {
    const view = name.split('.').slice(0, 2).join(', ')
    views.set(view, [...(views.get(view) ?? []), name])
  }
  const sections = [...views]
    .reverse()
    .map(([view, names]) => `<h2>${view}</h2>\n<div>\n${names.map(figure).join('\n')}\n</div>`)
  const file = join(folder, 'index.html')
  await writeFile(file, `${head}\n${sections.join('\n')}\n`)
  console.log(`${String(pictures.length)} pictures of ${String(views.size)} views: ${file}`)
}

const figure = (name: string): string => {
  const [, , size, scheme] = name.split('.')
  return `<figure><a href="${name}"><img src="${name}" alt="" loading="lazy" /></a><figcaption>${size}, ${scheme}</figcaption></figure>`
}

const head = `<!doctype html>
<meta charset="utf-8" />
<title>Every view of Diffeo</title>
<style>
  body { margin: 24px; background: #808080; color: #000; font: 13px system-ui, sans-serif; }
  div { display: grid; grid-template-columns: repeat(auto-fit, minmax(480px, 1fr)); gap: 16px; align-items: start; }
  figure { margin: 0; }
  img { width: 100%; }
</style>
<h1>Every view of Diffeo</h1>`
