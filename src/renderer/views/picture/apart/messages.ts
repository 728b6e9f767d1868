import type { CanvasField } from '../CanvasField'
import type { CanvasPlane } from '../CanvasPlane'

/** The pictures that the painting thread knows. */
export interface Pictures {
  readonly plane: CanvasPlane
  readonly field: CanvasField
}
export type PictureKind = keyof Pictures

/** A setter's name and what it is called with. */
type NoteOf<Picture> = {
  [Name in Exclude<keyof Picture, 'draw' | 'dispose'>]: Picture[Name] extends (...values: infer Values) => void
    ? readonly [name: Name, ...values: Values]
    : never
}[Exclude<keyof Picture, 'draw' | 'dispose'>]
export type Note<Kind extends PictureKind = PictureKind> = NoteOf<Pictures[Kind]>

export type ToPainter =
  | { readonly kind: 'begin'; readonly id: number; readonly picture: PictureKind; readonly canvas: OffscreenCanvas }
  /** Calls the setters and draws; the answer says when that is done. */
  | { readonly kind: 'draw'; readonly id: number; readonly notes: readonly Note[] }
  | { readonly kind: 'end'; readonly id: number }

export interface FromPainter {
  /** The picture that was drawn. */
  readonly drawn: number
}
