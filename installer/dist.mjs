import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { reasonOf } from './failure.mjs'

/** Builds the installers of a system: `node installer/dist.mjs --linux | --win | --mac [--dir]`, after a build. */

const builder = dirname(createRequire(import.meta.url).resolve('electron-builder/package.json'))
const args = [
  join(builder, 'cli.js'),
  '--config',
  'installer/config.ts',
  '--publish',
  'never',
  ...process.argv.slice(2),
]
const child = spawn(process.execPath, args, {
  stdio: ['inherit', 'pipe', 'pipe'],
  cwd: join(import.meta.dirname, '..'),
})

let said = ''
for (const [from, to] of [
  [child.stdout, process.stdout],
  [child.stderr, process.stderr],
]) {
  from.setEncoding('utf8').on('data', (text) => {
    said += text
    to.write(text)
  })
}
child.on('close', (code, signal) => {
  if (code === 0) return
  const reason = reasonOf(said)
  if (reason !== null) process.stderr.write(`diffeo: ${reason}\n`)
  process.exitCode = code ?? (signal ? 1 : 0)
})
