import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { GalleryEntry } from '@shared/document/gallery'
import { RpcFailure } from '@shared/rpc/failure'

const Index = z.array(GalleryEntry)

/**
 * The examples that come trained, in `resources/gallery`: what is said of them, their pictures (PNG) and their models. `file`
 * is an `ExampleName`. Each call fails in words where its file is not there.
 */
export function createGallery(resources: string) {
  const read = (name: string): Promise<Buffer> =>
    readFile(join(resources, 'gallery', name)).catch(() => {
      throw new RpcFailure(
        `The gallery lacks its file "${name}". Install Diffeo again, or run "npm run make:examples".`,
      )
    })
  return {
    list: async (): Promise<readonly GalleryEntry[]> => Index.parse(JSON.parse(String(await read('index.json')))),
    picture: async (file: string): Promise<Uint8Array> => new Uint8Array(await read(`${file}.png`)),
    model: async (file: string): Promise<string> => String(await read(`${file}.model.json`)),
  }
}
