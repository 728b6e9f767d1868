import type { PlanePicture } from '../planePicture'
import { paintApart } from './apart'

/** The data plane, painted by the painting thread. */
export function planeApart(canvas: HTMLCanvasElement, onBroken: () => void): PlanePicture {
  const { note, draw, dispose } = paintApart('plane', canvas, onBroken)
  return {
    setGrid: (grid) => { note(['setGrid', grid]) },
    setShading: (shading) => { note(['setShading', shading]) },
    setInks: (inks) => { note(['setInks', inks]) },
    setPoints: (cloud, points) => { note(['setPoints', cloud, points], cloud) },
    setBounds: (bounds) => { note(['setBounds', bounds]) },
    resize: (width, height) => { note(['resize', width, height]) },
    draw,
    dispose,
  } // prettier-ignore
}
