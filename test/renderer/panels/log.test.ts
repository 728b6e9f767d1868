// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { diagnostics } from '../../../src/renderer/panels/log/diagnostics'
import type { Known } from '../../../src/renderer/panels/log/diagnostics'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import { useLogStore } from '../../../src/renderer/stores/logStore'
import { notice } from '../../../src/renderer/stores/run/notice'
import { useSessionStore } from '../../../src/renderer/stores/sessionStore'
import { usualSettings } from '@shared/rpc/protocol'
import { documentOf } from '../documents'

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
})

describe('the event log', () => {
  it('has a line for everything that is said, in its order', () => {
    const log = useLogStore()
    useSessionStore().announce('Affine inserted as block 1 of 1.')
    useEngineStore().notice = notice('info', 'Training moved to wasm.')
    useEngineStore().notice = notice('error', 'The file was not read.')
    expect(log.lines.map(({ kind, text }) => [kind, text])).toEqual([
      ['deed', 'Affine inserted as block 1 of 1.'],
      ['notice', 'Training moved to wasm.'],
      ['problem', 'The file was not read.'],
    ])
  })

  it('forgets its oldest lines', () => {
    const log = useLogStore()
    for (let i = 0; i < 1100; i++) log.add('deed', String(i))
    expect([log.lines.length, log.lines[0].text, log.lines.at(-1)!.text]).toEqual([1000, '100', '1099'])
  })
})

describe('diagnostics', () => {
  const known = (more: Partial<Known> = {}): Known => ({
    host: { shell: 'web', version: '0.1.0', protocol: 1, dialogs: false },
    platform: 'Mozilla/5.0 (X11) Chrome/156.0 Safari/537.36',
    screen: '1440 × 900',
    backends: [{ name: 'wasm', tried: true, available: true, chosen: true, reason: 'the fastest here' }],
    engine: usualSettings,
    session: { theme: 'dark' },
    document: documentOf('affine'),
    lines: [],
    ...more,
  })

  it('name versions, backends, settings and the stack', () => {
    const text = diagnostics(known())
    for (const part of [
      '0.1.0, web shell',
      'Mozilla/5.0 (X11) Chrome/156.0 Safari/537.36',
      '* wasm: the fastest here',
      '"theme":"dark"',
      '"affine"',
    ])
      expect(text).toContain(part)
  })

  it('hold no rows of a person’s own and no names of folders', () => {
    const document = documentOf('affine')
    const source = {
      kind: 'table',
      name: 'patients',
      columns: ['glucose', 'name'],
      classes: [null, null],
      rows: 'QUJD',
    } as const
    const lines = [
      '“/home/lovelace/secret project/x.csv” was not opened',
      'C:\\Users\\Lovelace\\x.csv was not opened',
    ].map((text, number) => ({ number, at: 0, kind: 'problem' as const, text }))
    const text = diagnostics(
      known({ document: { ...document, data: { ...document.data, source: source as never } }, lines }),
    )
    for (const own of ['patients', 'glucose', 'QUJD', 'lovelace', 'Lovelace', 'secret']) expect(text).not.toContain(own)
    expect(text).toContain('…/x.csv')
  })

  it('end with the last 200 lines of the log', () => {
    const lines = Array.from({ length: 300 }, (_, number) => ({
      number,
      at: 0,
      kind: 'deed' as const,
      text: `line ${String(number)}.`,
    }))
    const text = diagnostics(known({ lines }))
    expect(text).toContain('line 100.')
    expect(text).not.toContain('line 99.')
  })
})
