import type { View } from '../../rpc/protocol'
import { density } from './density'
import { field } from './field'
import { layers } from './layers'
import { fitsContext } from './context'
import type { PictureKind, Subject, ViewOf } from './picture'
import { samples } from './samples'
import { volume } from './volume'

const kinds: { readonly [K in View['kind']]: PictureKind<ViewOf<K>> } = { density, samples, volume, layers, field }

/** TypeScript cannot see that `kinds[view.kind]` takes that very view; the table's type guarantees it. */
export const kindOf = <V extends View>(view: V): PictureKind<V> => kinds[view.kind] as unknown as PictureKind<V>

/** Whether a subject has what a view shows, and takes the context it holds. */
export const fitsSubject = (view: View, subject: Subject): boolean =>
  kindOf(view).fits(view, subject) && fitsContext(view, subject)

/** How finely a view asks to be drawn; 0 for one that is whole at once. */
export const resolutionOf = (view: View): number => ('resolution' in view ? view.resolution : 0)
