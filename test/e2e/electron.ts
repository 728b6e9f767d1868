import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findElectron, surroundings, type Binary } from '../../src/main/electronBinary'

/** The display that Electron is tested on: the one there is, or a virtual one that the tests start. */
export const display = process.env['DISPLAY'] ?? (process.platform === 'linux' ? ':98' : '')

/** Electron's binary, or why it cannot be tested here. */
export function electronForTests(): Binary {
  const binary = findElectron({ ...surroundings(), environment: { ...process.env, DISPLAY: display } })
  const virtual = process.platform === 'linux' && process.env['DISPLAY'] === undefined
  if (binary.kind === 'found' && virtual && !isInstalled('Xvfb')) {
    return { kind: 'absent', reason: 'there is no display, and no Xvfb to make one' }
  }
  return binary
}

const isInstalled = (program: string) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
