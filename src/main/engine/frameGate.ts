import type { Frame } from '@shared/rpc/protocol'

/** Lets through one frame of each view until it was shown; of those that come meanwhile only the newest is kept. */
export interface FrameGate {
  offer(frame: Frame): void
  /** The last frame of this view was shown. */
  credit(view: string): void
}

export function createFrameGate(send: (frame: Frame) => void): FrameGate {
  /** Views with a frame on its way, and the newest frame that waits behind it. */
  const onTheWay = new Map<string, Frame | null>()

  return {
    offer(frame) {
      if (onTheWay.has(frame.view)) {
        onTheWay.set(frame.view, frame)
        return
      }
      onTheWay.set(frame.view, null)
      send(frame)
    },
    credit(view) {
      const waiting = onTheWay.get(view)
      if (!waiting) {
        onTheWay.delete(view)
        return
      }
      onTheWay.set(view, null)
      send(waiting)
    },
  }
}
