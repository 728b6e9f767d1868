import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineSettings, usualSettings } from '@shared/rpc/protocol'
import { createQueue, writeWhole } from './files'

/** How the engine computes, kept between runs of the app. */
export interface KeptSettings {
  /** What an engine process is started with; `parseSettings` reads it. */
  args(): readonly string[]
  /** Takes effect at once for the next process; resolves when it is on the disk. */
  keep(settings: EngineSettings): Promise<void>
}

/** @param warn hears of settings that could not be written */
export function createEngineSettings(folder: string, warn: (message: string) => void): KeptSettings {
  const path = join(folder, 'engine.json')
  const inTurn = createQueue()
  let kept = read(path)
  return {
    args: () => [JSON.stringify(kept)],
    keep(settings) {
      kept = settings
      return inTurn(() => writeWhole(path, JSON.stringify(settings))).catch((error: unknown) => {
        warn(`The engine's settings are not kept: ${String(error)}`)
      })
    },
  }
}

/** The settings at the end of an engine process's arguments; the usual ones when there are none. */
export const parseSettings = (args: readonly string[]): EngineSettings => parse(args.at(-1) ?? '')

function read(path: string): EngineSettings {
  try {
    return parse(readFileSync(path, 'utf8'))
  } catch {
    return usualSettings // no file yet
  }
}

function parse(text: string): EngineSettings {
  try {
    const settings = EngineSettings.safeParse(JSON.parse(text))
    return settings.success ? settings.data : usualSettings
  } catch {
    return usualSettings // not JSON: two choices are soon made again
  }
}
