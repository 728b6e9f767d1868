import type { FieldPicture } from '../CanvasField'
import { paintApart } from './apart'

/** A field over the plane, painted by the painting thread. */
export function fieldApart(canvas: HTMLCanvasElement, onBroken: () => void): FieldPicture {
  const { note, draw, dispose } = paintApart('field', canvas, onBroken)
  return {
    setField: (field) => { note(['setField', field]) },
    setShading: (shading) => { note(['setShading', shading]) },
    setGlyphs: (glyphs) => { note(['setGlyphs', glyphs]) },
    setBounds: (bounds) => { note(['setBounds', bounds]) },
    resize: (width, height) => { note(['resize', width, height]) },
    draw,
    dispose,
  } // prettier-ignore
}
