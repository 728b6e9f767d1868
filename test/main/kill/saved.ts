import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'

/**
 * Kills a process that saves over a file again and again, so many milliseconds after its first save. Answers the newest
 * save that it said was done, and what the file is now.
 */
export async function killWhileSaving(entry: string, path: string, done: number, milliseconds: number) {
  const saver = spawn(process.execPath, [entry, path, String(done)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  saver.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await once(saver.stdout, 'data')
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  saver.kill('SIGKILL')
  await once(saver, 'close')
  return { done: Number(said.split('\n').at(-2)), text: await readFile(path, 'utf8') }
}
