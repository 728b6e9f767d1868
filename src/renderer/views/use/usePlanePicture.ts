import type { Ref } from 'vue'
import { planeApart } from '../picture/apart/planeApart'
import { CanvasPlane } from '../picture/CanvasPlane'
import { GlPlane } from '../picture/GlPlane'
import type { PlanePicture } from '../picture/planePicture'
import { usePainter, type PainterHandle } from './usePainter'

/** The plane's picture over `canvas`, from mounting to unmounting; `redraw` is asked for when a lost context is back. */
export const usePlanePicture = (
  canvas: Readonly<Ref<HTMLCanvasElement | null>>,
  origin: () => readonly [number, number],
  redraw: () => void,
): PainterHandle<PlanePicture> =>
  usePainter<PlanePicture>(
    canvas,
    {
      webGl: (on, events) => new GlPlane(on, origin(), events),
      canvas: (on) => new CanvasPlane(on),
      apart: planeApart,
    },
    redraw,
  )
