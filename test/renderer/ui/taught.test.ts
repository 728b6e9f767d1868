import { expect, it } from 'vitest'
import { piecesOf } from '../../../src/renderer/ui/taught'

it('keeps what follows a formula with it, and nothing else', () => {
  expect(piecesOf('Let $z$ be **even**, so that $p = 1$. Then $x$, too.')).toEqual([
    { kind: 'words', text: 'Let ' },
    { kind: 'formula', text: 'z', after: '' },
    { kind: 'words', text: ' be ' },
    { kind: 'term', text: 'even' },
    { kind: 'words', text: ', so that ' },
    { kind: 'formula', text: 'p = 1', after: '.' },
    { kind: 'words', text: ' Then ' },
    { kind: 'formula', text: 'x', after: ',' },
    { kind: 'words', text: ' too.' },
  ])
})
