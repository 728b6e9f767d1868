import { describe, expect, it } from 'vitest'
import { openCommand } from '../../../src/main/web/browser'
import { parseOptions } from '../../../src/main/web/options'

describe('the options of the shells', () => {
  it('serve this machine only, at the usual port, and open the browser, when nothing is said', () => {
    expect(parseOptions([], {})).toEqual({ host: '127.0.0.1', port: null, open: true, web: false })
  })

  it('open no browser in CI or when told not to', () => {
    expect(parseOptions([], { CI: 'true' }).open).toBe(false)
    expect(parseOptions([], { CI: 'false' }).open).toBe(true)
    expect(parseOptions(['--no-open'], {}).open).toBe(false)
  })

  it.each(['-1', '65536', '80a', '', '1e3', ' 80'])('take no port %j', (port) => {
    expect(() => parseOptions([`--port=${port}`], {})).toThrow('expected a whole number from 0 to 65535')
  })

  it('name what is known when something is not', () => {
    expect(() => parseOptions(['--colour'], {})).toThrow("Unknown option '--colour'. Known are --port P")
    expect(() => parseOptions(['extra'], {})).toThrow('Known are')
  })
})

describe('the browser', () => {
  it.each(['linux', 'darwin', 'win32'] as const)('is opened on %s without a shell reading the address', (platform) => {
    const url = 'http://127.0.0.1:1/?token=a&b'
    expect(openCommand(url, platform).at(-1)).toBe(url)
    expect(openCommand(url, platform)[0]).not.toBe('cmd')
  })
})
