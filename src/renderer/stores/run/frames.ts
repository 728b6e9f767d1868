import type { Frame, View } from '@shared/rpc/protocol'

/** Receives a frame and calls `shown` once it is on the screen, which lets the engine send the next. */
export type FrameListener = (frame: Frame, shown: () => void) => void

/** What frames are wanted for, and who draws them: the renderer's end of the view protocol. */
export class FrameDesk {
  readonly #wanted = new Map<string, readonly View[]>()
  readonly #listeners = new Map<string, FrameListener>()
  readonly #sendViews: (views: View[]) => void
  readonly #giveCredit: (view: string) => void
  #scheduled = false

  constructor(sendViews: (views: View[]) => void, giveCredit: (view: string) => void) {
    this.#sendViews = sendViews
    this.#giveCredit = giveCredit
  }

  /** Replaces the views of one owner (a mounted component); the union over all owners goes out once per turn. */
  want(owner: string, views: readonly View[]): void {
    if (views.length > 0) this.#wanted.set(owner, views)
    else this.#wanted.delete(owner)
    this.resend()
  }

  /** Sends the union again, for an engine that has not heard it. */
  resend(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#sendViews([...this.#wanted.values()].flat())
    })
  }

  /** Sets the one listener of a view; the answer removes it. */
  listen(view: string, listener: FrameListener): () => void {
    this.#listeners.set(view, listener)
    return () => {
      if (this.#listeners.get(view) === listener) this.#listeners.delete(view)
    }
  }

  /** Hands a frame to its listener. Frames that nobody draws any more are dropped without credit. */
  deliver(frame: Frame): void {
    let owed = true
    this.#listeners.get(frame.view)?.(frame, () => {
      if (!owed) return
      owed = false
      this.#giveCredit(frame.view)
    })
  }
}
