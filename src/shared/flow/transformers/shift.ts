import { part, type Transformer } from './transformer'

/** x = z + t, slope 1 everywhere. Raw numbers: t. */
export const shift: Transformer = {
  width: 1,
  forward: (b, raw, z) => ({ value: b.add(z, part(b, raw, 0)), logSlope: null }),
  inverse: (b, raw, x) => ({ value: b.sub(x, part(b, raw, 0)), logSlope: null }),
}
