import type { FromPainter, Note, PictureKind, ToPainter } from './messages'

/** A picture that the painting thread draws. Notes are the setters of the picture; the last of each kind counts. */
export interface ApartPicture<Kind extends PictureKind> {
  /** `which` tells apart notes by one setter that do not replace each other. */
  note(note: Note<Kind>, which?: string): void
  /** Draws what was noted; calls `drawn` once that is on the canvas, unless it is asked to draw again before. */
  draw(drawn: () => void): void
  dispose(): void
}

/** One thread for all pictures, begun with the first. */
let thread: Worker | null = null
let broken = false
let count = 0
/** What awaits word of the thread, by the picture's number. */
const pictures = new Map<number, { drawn(): void; broken(): void }>()

const tell = (message: ToPainter, transfer: Transferable[] = []): void => {
  thread?.postMessage(message, transfer)
}

function begin(): void {
  thread = new Worker(new URL('./painter.ts', import.meta.url), { type: 'module' })
  thread.onmessage = ({ data }: MessageEvent<FromPainter>) => pictures.get(data.drawn)?.drawn()
  thread.onerror = () => {
    broken = true
    for (const picture of [...pictures.values()]) picture.broken()
  }
}

/** Whether this window can have pictures painted apart. */
export const canPaintApart = (): boolean =>
  !broken && typeof Worker === 'function' && 'transferControlToOffscreen' in HTMLCanvasElement.prototype

/**
 * Hands a canvas to the painting thread: what is drawn there costs the page no frame, and its scripts no time. It can
 * have no other painter any more. `onBroken` is called when the thread fails.
 */
export function paintApart<Kind extends PictureKind>(
  picture: Kind,
  canvas: HTMLCanvasElement,
  onBroken: () => void,
): ApartPicture<Kind> {
  if (thread === null) begin()
  const id = ++count
  const surface = canvas.transferControlToOffscreen()
  tell({ kind: 'begin', id, picture, canvas: surface }, [surface])
  const notes = new Map<string, Note<Kind>>()
  /** Who waits for the drawing under way, and for the one behind it. */
  let underWay: (() => void) | null = null
  let next: (() => void) | null = null

  const send = (drawn: () => void): void => {
    underWay = drawn
    tell({ kind: 'draw', id, notes: [...notes.values()] as Note[] })
    notes.clear()
  }
  pictures.set(id, {
    drawn() {
      const [done, waiting] = [underWay, next]
      underWay = next = null
      done?.()
      if (waiting !== null) send(waiting)
    },
    broken: onBroken,
  })

  return {
    note: (note, which = '') => notes.set(`${String(note[0])} ${which}`, note),
    draw(drawn) {
      if (underWay === null) send(drawn)
      else next = drawn
    },
    dispose() {
      pictures.delete(id)
      tell({ kind: 'end', id })
    },
  }
}
