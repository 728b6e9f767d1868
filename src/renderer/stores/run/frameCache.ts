import type { Frame, View } from '@shared/rpc/protocol'

/** The bytes of the arrays of a frame, which are nearly all of it. */
export const frameBytes = (frame: Frame): number =>
  Object.values(frame).reduce((sum: number, part: unknown) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), 0)

/** What a picture shows, whoever asked for it: equal for two views that differ in their ids alone. */
export const pictureKey = (view: View): string =>
  JSON.stringify(view, (name, value: unknown) => {
    if (name === 'id') return undefined
    return value instanceof Float32Array ? [...value] : value
  })

/** Whether a frame is all that its view asked for: while the flow learns the engine sends coarser and sparser ones. */
export function isWhole(view: View, frame: Frame): boolean {
  if ('computed' in frame && frame.computed < frame.resolution ** 2) return false
  return !('resolution' in view) || ('resolution' in frame && frame.resolution === view.resolution)
}

/** The last frames of past moments, within a bound of memory: those looked at longest ago are given up first. */
export class FrameCache {
  /** In the order of their last use. */
  readonly #frames = new Map<string, Frame>()
  #bytes = 0

  constructor(private readonly limit = 64 * 2 ** 20) {}

  get bytes(): number {
    return this.#bytes
  }

  get(key: string): Frame | undefined {
    const frame = this.#frames.get(key)
    if (frame === undefined) return undefined
    this.#frames.delete(key)
    this.#frames.set(key, frame)
    return frame
  }

  /** Keeps a frame, unless it alone is larger than the bound. */
  put(key: string, frame: Frame): void {
    this.#drop(key)
    const bytes = frameBytes(frame)
    if (bytes > this.limit) return
    this.#frames.set(key, frame)
    this.#bytes += bytes
    for (const oldest of this.#frames.keys()) {
      if (this.#bytes <= this.limit) break
      this.#drop(oldest)
    }
  }

  clear(): void {
    this.#frames.clear()
    this.#bytes = 0
  }

  #drop(key: string): void {
    const frame = this.#frames.get(key)
    if (frame === undefined) return
    this.#frames.delete(key)
    this.#bytes -= frameBytes(frame)
  }
}
