import { ref, shallowRef, type Ref } from 'vue'
import type { View } from '@shared/rpc/protocol'
import type { Calls } from './calls'
import { FrameDesk, type FrameListener } from './frames'
import type { Hearing } from './hearing'
import { Rate } from './rate'

export type EnginePictures = ReturnType<typeof enginePictures>

/** What is watched of the engine. Frames go straight to the view that draws them, and never become reactive. */
export function enginePictures(calls: Calls, connected: Readonly<Ref<boolean>>) {
  const picturesPerSecond = ref(0)
  /** The context that pictures are drawn at and values asked at, natural, one per context column. */
  const given = shallowRef<readonly number[]>([])
  const drawn = new Rate()

  const frames = new FrameDesk(
    (views) => {
      if (connected.value) void calls.order('watch', { views })
    },
    (view) => {
      drawn.note(performance.now())
      calls.credit(view)
    },
  )

  function hold(values: readonly number[]): void {
    if (values.length === 0 && given.value.length === 0) return
    given.value = values
    frames.hold(values)
  }

  const hearing: Hearing<'frame'> = {
    frame({ frame }) {
      frames.deliver(frame)
    },
  }

  return {
    exposed: {
      picturesPerSecond,
      given,
      hold,
      /** Keeps these views up to date for `owner`, a mounted component; an empty list ends it. */
      watchViews: (owner: string, views: readonly View[]): void => {
        frames.want(owner, views)
      },
      /** Whether a view of a past step still waits for its first frame. */
      framesWaiting: (): boolean => frames.waiting,
      /** Sets the one listener of a view; the answer removes it. */
      onFrame: (view: string, listener: FrameListener): (() => void) => frames.listen(view, listener),
    },
    /** The weights of past steps are others now. */
    forget: (): void => {
      frames.forget()
    },
    /** Takes stock of how many were drawn lately. */
    count: (): void => {
      picturesPerSecond.value = drawn.perSecond(performance.now())
    },
    hearing,
  }
}
