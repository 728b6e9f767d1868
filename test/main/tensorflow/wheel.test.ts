import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { thisMachine } from '../../../src/main/tensorflow/setup/machine'
import { unpackWheel } from '../../../src/main/tensorflow/setup/wheel'
import { namesIn } from './fakeMachine'

const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0)

const contents: Readonly<Record<string, string>> = {
  'tensorflow/libtensorflow_cc.so.2': 'library',
  'tensorflow/python/other.so': 'not this',
  'tensorflow/include/tensorflow/c/c_api.h':
    '#include <stddef.h>\n  #  include "tensorflow/c/status.h"\n#include "near.h"\n',
  'tensorflow/include/tensorflow/c/status.h': '#include "tensorflow/c/c_api.h"\n#include "xla/type.h"\n',
  'tensorflow/include/tensorflow/c/near.h': '',
  'tensorflow/include/xla/type.h': '',
  'tensorflow/include/tensorflow/c/unused.h': '',
  'tensorflow-2.21.0.dist-info/METADATA':
    'Name: tensorflow\nRequires-Dist: nvidia-nccl-cu12>=2; extra == "and-cuda"\n\nRequires-Dist: no\n',
}

const pack = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as wheel:
    for name, text in json.loads(sys.argv[2]).items():
        info = zipfile.ZipInfo(name)
        info.external_attr = 0o755 << 16
        wheel.writestr(info, text)
`

describe.skipIf(python === undefined)(`a wheel (needs Python: ${python ?? 'not found'})`, () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'diffeo-wheel-'))
    spawnSync(python!, ['-c', pack, join(folder, 'a.whl'), JSON.stringify(contents)])
  })
  afterEach(() => rm(folder, { recursive: true }))

  const unpack = () => {
    const headers = { from: 'tensorflow/include/', to: 'include/', names: ['tensorflow/c/c_api.h'] }
    const wheel = { path: join(folder, 'a.whl'), bytes: 0 }
    return unpackWheel(thisMachine(), { python: python!, command: [] }, wheel, join(folder, 'out'), {
      take: { 'tensorflow/libtensorflow_cc.so.2': 'lib/libtensorflow_cc.so.2' },
      headers,
    })
  }

  it('gives the library, the headers that are included, and what it requires', async () => {
    expect(await unpack()).toEqual({
      files: [
        'include/tensorflow/c/c_api.h',
        'include/tensorflow/c/near.h',
        'include/tensorflow/c/status.h',
        'include/xla/type.h',
        'lib/libtensorflow_cc.so.2',
      ],
      bytes: expect.any(Number),
      requires: ['nvidia-nccl-cu12>=2; extra == "and-cuda"'],
    })
    const library = join(folder, 'out', 'lib', 'libtensorflow_cc.so.2')
    expect(await readFile(library, 'utf8')).toBe('library')
    expect((await stat(library)).mode & 0o100).toBe(0o100)
  })

  it('that is damaged is removed, with words', async () => {
    await writeFile(join(folder, 'a.whl'), 'not a zip')
    await expect(unpack()).rejects.toThrow('a.whl arrived damaged and was removed. Run the setup again.')
    expect(await namesIn(folder)).not.toContain('a.whl')
  })
})
