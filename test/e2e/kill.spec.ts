import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { newDocument } from '@shared/document/create'
import { diffDocuments } from '@shared/document/diff'
import { rename } from '@shared/document/edits'
import { emptyHistory } from '@shared/document/history'
import { readState, writeState, type Deed } from '@shared/document/journal'
import { test } from './app'

const KILLS = 50
const tab = 'killed'
const page = 'killer'

/** Numbers from 0 to 1, the same every time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Every file below a folder whose name says that it is JSON and that cannot be read as such, and all that were set aside. */
async function broken(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = found.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name))
  const faults = paths.filter((path) => path.includes('.damaged-'))
  for (const path of paths.filter((one) => one.endsWith('.json'))) {
    try {
      JSON.parse(await readFile(path, 'utf8'))
    } catch {
      faults.push(path)
    }
  }
  return faults
}

test('loses nothing that was kept, wherever the app is killed', async ({ app }) => {
  test.setTimeout(900_000)
  const random = seeded(7)
  const nameAt = (count: number) => `Edit ${count}`
  /** Edits that the host has said are kept, and those that it was given. */
  let [kept, given] = [0, 0]
  let document = rename(newDocument(), nameAt(0))
  let client = await app.connect()
  const state = () => writeState({ document, history: emptyHistory, saved: null, original: null, selected: null })
  await client.call('host', 'keepDocument', { page, tab, state: state() })
  await client.call('engine', 'turnTo', { tab })
  await client.call('engine', 'open', { document })
  /** The step of the newest checkpoint that is surely on the disk. */
  let sure = 0

  for (let kill = 0; kill < KILLS; kill++) {
    let alive = true
    const edits = (async () => {
      while (alive) {
        const after = rename(document, nameAt(given + 1))
        const deed: Deed = { deed: 'edit', label: 'Rename', mark: null, diff: diffDocuments(document, after) }
        given++
        document = after
        if (random() < 0.1) await client.call('host', 'keepDocument', { page, tab, state: state() })
        else await client.call('host', 'keepDeeds', { page, tab, deeds: [JSON.stringify(deed)] })
        kept = given
      }
    })().catch(() => undefined) // the app was killed
    if (kill % 2 === 0) void client.call('engine', 'step', { count: 20 }).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 400 * random()))
    await app.restart('SIGKILL')
    alive = false
    client.close()
    await edits

    client = await app.connect()
    expect(await broken(app.home), `kill ${kill}`).toEqual([])
    const found = await client.call('host', 'readDocument', { tab })
    const outcome = readState(found!.state, found!.deeds)
    if (!outcome.ok) throw new Error(outcome.issues[0].message)
    ;({ document } = outcome.value)
    const edit = Number(document.name.split(' ')[1])
    expect(edit, `kill ${kill}`).toBeGreaterThanOrEqual(kept)
    expect(edit, `kill ${kill}`).toBeLessThanOrEqual(given)
    given = kept = edit
    await client.call('host', 'keepDocument', { page, tab, state: state() })
    const attached = await client.call('engine', 'turnTo', { tab })
    if (attached.document === null) await client.call('engine', 'open', { document })
    expect(attached.status.step, `kill ${kill}`).toBeGreaterThanOrEqual(sure)
    sure = attached.status.step
  }
  expect(sure).toBeGreaterThan(0)
  client.close()
})
