import type { Frame, View } from '@shared/rpc/protocol'
import { FrameCache, isWhole, pictureKey } from './frameCache'

/** Receives a frame and calls `shown` once it is on the screen, which lets the engine send the next. */
export type FrameListener = (frame: Frame, shown: () => void) => void

/** What the engine was asked for under one id. */
interface Request {
  readonly view: View
  /** What it shows of the past; null for a live view. */
  readonly picture: string | null
  answered: boolean
}

/**
 * What frames are wanted for, and who draws them: the renderer's end of the view protocol. Views of a past moment go out
 * under ids of their own, so that a late frame is never taken for another moment's; their frames are kept, and what has
 * been seen of a moment is shown again without asking.
 */
export class FrameDesk {
  readonly #wanted = new Map<string, readonly View[]>()
  readonly #listeners = new Map<string, FrameListener>()
  /** By the id that the engine knows. */
  #requests = new Map<string, Request>()
  /** Credits of frames that are not on the screen yet, by the same. */
  readonly #owed = new Map<string, () => void>()
  /** The past moments' pictures that listeners have, by the view. */
  #delivered = new Map<string, string>()
  /** The context that views are drawn at, for a flow that takes one. */
  #given: readonly number[] = []
  readonly #cache = new FrameCache()
  #scheduled = false
  #serial = 0

  constructor(
    private readonly sendViews: (views: View[]) => void,
    private readonly giveCredit: (view: string) => void,
  ) {}

  /** Replaces the views of one owner (a mounted component); the union over all owners goes out once per turn. */
  want(owner: string, views: readonly View[]): void {
    if (views.length > 0) this.#wanted.set(owner, views)
    else this.#wanted.delete(owner)
    this.resend()
  }

  /** Draws all views at this context from now on; none for a flow that takes none. */
  hold(given: readonly number[]): void {
    this.#given = given
    if (this.#wanted.size > 0) this.resend()
  }

  /** Sends the union again, for an engine that has not heard it. */
  resend(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.#send()
    })
  }

  /** The weights of past steps are others now: nothing that was seen of them is true any more. */
  forget(): void {
    this.#cache.clear()
    this.#delivered.clear()
    this.#requests.clear()
    this.resend()
  }

  /** Whether a view of the past still waits for its first frame. */
  get waiting(): boolean {
    return [...this.#requests.values()].some(({ picture, answered }) => picture !== null && !answered)
  }

  /** Sets the one listener of a view; the answer removes it. */
  listen(view: string, listener: FrameListener): () => void {
    this.#listeners.set(view, listener)
    return () => {
      if (this.#listeners.get(view) === listener) this.#listeners.delete(view)
    }
  }

  /** Hands a frame to its listener. One that is not wanted any more is dropped, and its credit given. */
  deliver(frame: Frame): void {
    const request = this.#requests.get(frame.view)
    const id = request?.view.id ?? frame.view
    const listener = this.#listeners.get(id)
    if (listener === undefined || (request === undefined && this.#showsPast(id))) {
      this.giveCredit(frame.view)
      return
    }
    if (request !== undefined) this.#keep(request, frame)
    const credit = (): void => {
      if (this.#owed.get(frame.view) !== credit) return
      this.#owed.delete(frame.view)
      this.giveCredit(frame.view)
    }
    this.#owed.set(frame.view, credit)
    listener({ ...frame, view: id }, credit)
  }

  #keep(request: Request, frame: Frame): void {
    request.answered = true
    if (request.picture === null) return
    this.#cache.put(request.picture, frame)
    this.#delivered.set(request.view.id, request.picture)
  }

  #showsPast(id: string): boolean {
    return [...this.#wanted.values()].flat().some((view) => view.id === id && view.at !== undefined)
  }

  #send(): void {
    const before = this.#requests
    const delivered = this.#delivered
    this.#requests = new Map()
    this.#delivered = new Map()
    const cached: Frame[] = []
    for (const wanted of [...this.#wanted.values()].flat()) {
      const view = this.#given.length > 0 ? { ...wanted, given: [...this.#given] } : wanted
      const picture = view.at === undefined ? null : pictureKey(view)
      const frame = picture === null ? undefined : this.#cache.get(picture)
      if (picture !== null && frame !== undefined) {
        if (delivered.get(view.id) !== picture) cached.push({ ...frame, view: view.id })
        this.#delivered.set(view.id, picture)
        if (isWhole(view, frame)) continue
      }
      const asked = [...before].find(([, request]) => request.picture === picture && request.view.id === view.id)
      const id = picture === null ? view.id : (asked?.[0] ?? `${view.id}@${String(++this.#serial)}`)
      this.#requests.set(id, { view, picture, answered: frame !== undefined || asked?.[1].answered === true })
    }
    for (const [id, credit] of [...this.#owed]) if (!this.#requests.has(id)) credit()
    this.sendViews([...this.#requests].map(([id, { view }]) => ({ ...view, id })))
    for (const frame of cached) this.#listeners.get(frame.view)?.(frame, nothingOwed)
  }
}

/** A frame out of the cache was paid for when it came. */
const nothingOwed = (): void => undefined
