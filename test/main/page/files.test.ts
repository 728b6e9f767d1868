import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPageFile } from '../../../src/main/page/files'

describe('files of the page', () => {
  let folder: string
  let page: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-page-'))
    page = join(folder, 'renderer')
    await mkdir(join(page, 'assets'), { recursive: true })
    await writeFile(join(page, 'index.html'), '<!doctype html>\n<html><head><title>t</title></head></html>')
    await writeFile(join(page, 'assets', 'index-1.js'), 'export {}')
    await writeFile(join(page, 'README'), 'no ending')
    await writeFile(join(folder, 'secret.json'), '{}')
    await mkdir(join(folder, 'renderer-old'))
    await writeFile(join(folder, 'renderer-old', 'a.js'), '')
    await symlink(join(folder, 'secret.json'), join(page, 'link.json'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('gives the page a new nonce each time, in its policy and where it can read it', async () => {
    const [one, two] = [await readPageFile(page, '/'), await readPageFile(page, '/')]
    const nonce = /'nonce-([^']+)'/.exec(one.headers['Content-Security-Policy']!)![1]!
    expect(new TextDecoder().decode(one.body)).toContain(`<meta name="csp-nonce" content="${nonce}">`)
    expect(two.headers['Content-Security-Policy']).not.toContain(nonce)
    expect(one.headers['Cache-Control']).toBe('no-store')
  })

  it('allows no script, style or connection but its own', async () => {
    const { headers } = await readPageFile(page, '/')
    const policy = headers['Content-Security-Policy']!.split('; ')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers['Content-Security-Policy']).not.toMatch(/unsafe|\*|https?:/)
  })

  it('names the type of each file and forbids guessing it', async () => {
    const { status, headers } = await readPageFile(page, '/assets/index-1.js')
    expect(status).toBe(200)
    expect(headers['Content-Type']).toBe('text/javascript; charset=utf-8')
    expect(headers['X-Content-Type-Options']).toBe('nosniff')
  })

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/../../secret.json',
    '/../renderer-old/a.js',
    '/..%5csecret.json',
    '/%00',
    '/%',
    '//etc/passwd',
    '/link.json',
    '/assets',
    '/README',
    '/no-such.js',
  ])('answers %s with nothing', async (path) => {
    expect((await readPageFile(page, path)).status).toBe(404)
  })
})
