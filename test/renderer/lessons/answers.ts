import { newBlockAt } from '@shared/document/create'
import { insertBlock, removeBlock, setInverted, setObjective, setSetting } from '@shared/document/edits'
import { newObjective } from '@shared/document/objective'
import type { FlowDocument } from '@shared/document/schema'
import { blocksOf } from '../../../src/renderer/lessons/stack'

/** What a learner does at a step: types or chooses something, edits the document, or trains for a while. */
export type Answer =
  | string
  | ((document: FlowDocument) => FlowDocument)
  /** Steps taken, and the best validation in nats above the least loss. */
  | { readonly step: number; readonly above: number }

export interface Answers {
  readonly right: Answer
  /** By the hint that is due. */
  readonly wrong: readonly (readonly [hint: string, answer: Answer])[]
}

type Edit = (document: FlowDocument) => FlowDocument
const typed = (f: string, id = 'expression-1'): Edit => (document) => setSetting(document, id, 'expression', f) // prettier-ignore
const entries = (...matrix: number[]): Edit => (document) => setSetting(document, 'dense-matrix-1', 'matrix', matrix) // prettier-ignore
const add = (document: FlowDocument, type: string): FlowDocument =>
  insertBlock(document, newBlockAt(document, type, blocksOf(document).length), blocksOf(document).length)
const turn = (...ids: string[]): Edit => (document) => ids.reduce((all, id) => setInverted(all, id, true), document) // prettier-ignore
const asItIs: Edit = (document) => document

const realnvp: Edit = (document) =>
  add(add(removeBlock(removeBlock(document, 'additive-coupling-1'), 'additive-coupling-2'), 'affine-coupling'), 'affine-coupling') // prettier-ignore

/** Of every step of every lesson. */
export const answers: Readonly<Record<string, Answers>> = {
  'what/two-ends': { right: 'draw-z', wrong: [['take-x', 'take-x'], ['keep', 'keep']] }, // prettier-ignore
  'what/training': {
    right: { step: 200, above: 0.3 },
    wrong: [['not-begun', { step: 0, above: 3 }], ['other', { step: 150, above: 0.9 }]], // prettier-ignore
  },
  'what/above-one': {
    right: '10 / sqrt(2pi)',
    wrong: [['base', '0.399'], ['times', '0.0399'], ['other', '1']], // prettier-ignore
  },
  'line/reach': { right: '2', wrong: [['shift', '1'], ['end', '1/2'], ['other', '3']] }, // prettier-ignore
  'line/height': { right: '0.5', wrong: [['same', '1'], ['times', '2'], ['other', '0']] }, // prettier-ignore
  'line/back': {
    right: '(x - 1) / 2',
    wrong: [['forward', '2x + 1'], ['order', 'x/2 - 1'], ['other', 'x']], // prettier-ignore
  },
  'line/bell': {
    right: 'exp(-((x - 1)/2)^2 / 2) / sqrt(2pi) / 2',
    wrong: [
      ['slope', 'exp(-((x - 1)/2)^2 / 2) / sqrt(2pi)'],
      ['times', '2 exp(-((x - 1)/2)^2 / 2) / sqrt(2pi)'],
      ['other', 'exp(-x^2 / 2) / sqrt(2pi)'],
    ],
  },
  'line/taller': {
    right: typed('1 - z/4'),
    wrong: [['other', asItIs], ['stretched', typed('4z')], ['other', typed('2z + 4')]], // prettier-ignore
  },
  'line/bent': {
    right: '0.3989 / 1.8',
    wrong: [['base', '0.3989'], ['times', '0.3989 * 1.8'], ['other', '1.8']], // prettier-ignore
  },
  'plane/shift': {
    right: '1 / (2pi)',
    wrong: [['origin', '0.0131'], ['line', '0.399'], ['square', 'pi/2'], ['other', '1']], // prettier-ignore
  },
  'plane/area': { right: '3', wrong: [['trace', '3.5'], ['all', '4.5'], ['other', '2']] }, // prettier-ignore
  'plane/height': {
    right: '1 / (6pi)',
    wrong: [['base', '0.159'], ['times', '0.477'], ['other', '3']], // prettier-ignore
  },
  'plane/minus-two': {
    right: entries(0, 2, 1, 0),
    wrong: [['other', asItIs], ['sign', entries(2, 0, 0, 1)]], // prettier-ignore
  },
  'plane/mirror': {
    right: 'log(2)',
    wrong: [['negative', '-log(2)'], ['log', '2'], ['sign', '-2'], ['other', '0']], // prettier-ignore
  },
  'valid/one-minus-z': { right: 'yes', wrong: [['falls', 'falls'], ['negative', 'negative']] }, // prettier-ignore
  'valid/two-minus-three-z': {
    right: '1/3',
    wrong: [['invalid', '0'], ['sign', '-1/3'], ['times', '3'], ['same', '1'], ['other', '2']], // prettier-ignore
  },
  'valid/fold': { right: '0.2', wrong: [['none', '0'], ['itself', '-0.2'], ['value', '0.6'], ['other', '0.3']] }, // prettier-ignore
  'valid/swap': { right: 'yes', wrong: [['jumps', 'jumps'], ['gap', 'gap']] }, // prettier-ignore
  'valid/mend': {
    right: typed('z < 0 ? 2z + 1 : 1 + 3z'),
    wrong: [['other', asItIs], ['one-piece', typed('2z + 1')]], // prettier-ignore
  },
  'valid/flat': { right: 'infinite', wrong: [['invalid', 'invalid'], ['zero', 'zero']] }, // prettier-ignore
  'stacking/logs-add': {
    right: 'log(3)',
    wrong: [['product', '3'], ['sum', '5.5'], ['before', 'log(6)'], ['sign', 'log(12)'], ['other', '0']], // prettier-ignore
  },
  'stacking/order': { right: '7', wrong: [['reversed', '8'], ['other', '6']] }, // prettier-ignore
  'stacking/one-matrix': { right: '2', wrong: [['reversed', '1'], ['entries', '0'], ['other', '3']] }, // prettier-ignore
  'stacking/bend': {
    right: (document) => add(add(document, 'spline-coupling'), 'planar'),
    wrong: [['other', asItIs], ['one', (document) => add(document, 'planar')]], // prettier-ignore
  },
  'directions/which-way': { right: 'sampling', wrong: [['density', 'density'], ['both', 'both']] }, // prettier-ignore
  'directions/exponential': {
    right: '2x exp(-x^2)',
    wrong: [['sign', '-2x exp(-x^2)'], ['slope', 'exp(-x^2)'], ['other', 'exp(-x)']], // prettier-ignore
  },
  'directions/exponential-peak': {
    right: '1 / sqrt(2)',
    wrong: [['zero', '0'], ['one', '1'], ['other', '0.5']], // prettier-ignore
  },
  'directions/exponential-sampler': {
    right: 'sqrt(-log(z))',
    wrong: [['negative', '-sqrt(-log(z))'], ['root', '-log(z)'], ['same', 'exp(-z^2)'], ['other', 'z']], // prettier-ignore
  },
  'directions/sigmoid': {
    right: 'sigmoid(x) (1 - sigmoid(x))',
    wrong: [['slope', 'sigmoid(x)'], ['other', 'exp(-x)']], // prettier-ignore
  },
  'directions/sigmoid-sampler': {
    right: 'log(z / (1 - z))',
    wrong: [['upside-down', 'log((1 - z) / z)'], ['other', 'log(z)']], // prettier-ignore
  },
  'directions/turn': {
    right: turn('planar-1', 'planar-2', 'planar-3'),
    wrong: [['other', asItIs], ['some', turn('planar-1')]], // prettier-ignore
  },
  'jacobians/diagonal': { right: '2 * 3', wrong: [['sum', '5'], ['other', '3']] }, // prettier-ignore
  'jacobians/triangular': {
    right: '6',
    wrong: [['below', '-1'], ['sum', '5'], ['all', '42'], ['other', '7']], // prettier-ignore
  },
  'jacobians/zero': {
    right: '0',
    wrong: [['first', '1'], ['below', '-2'], ['twice', '2'], ['other', '3']], // prettier-ignore
  },
  'jacobians/zero-elsewhere': { right: '-1', wrong: [['diagonal', '0'], ['sign', '1'], ['other', '2']] }, // prettier-ignore
  'jacobians/cost': { right: '1000', wrong: [['linear', '10'], ['square', '100'], ['other', '2']] }, // prettier-ignore
  'jacobians/deep': {
    right: '0',
    wrong: [['log', '2000 log(1/2)'], ['once', '1/2'], ['sum', '1000'], ['other', '3']], // prettier-ignore
  },
  'jacobians/logs': {
    right: '2000 log(1/2)',
    wrong: [['sign', '1386'], ['ten', '-602'], ['other', '0']], // prettier-ignore
  },
  'jacobians/coupling': { right: 'upper', wrong: [['diagonal', 'diagonal'], ['none', 'none']] }, // prettier-ignore
  'families/nice': { right: '0', wrong: [['factor', '1'], ['other', '2']] }, // prettier-ignore
  'families/realnvp': {
    right: realnvp,
    wrong: [
      ['other', asItIs],
      ['one', (document) => add(document, 'affine-coupling')],
      ['beside', (document) => add(add(document, 'affine-coupling'), 'affine-coupling')],
    ],
  },
  'families/masks': {
    right: (document) => setSetting(document, 'affine-coupling-2', 'mask', 'odd'),
    wrong: [['other', asItIs], ['other', (document) => removeBlock(document, 'affine-coupling-2')]], // prettier-ignore
  },
  'families/glow': { right: 'diagonal', wrong: [['cube', 'cube'], ['none', 'none']] }, // prettier-ignore
  'families/maf': {
    right: '64',
    wrong: [['density', '1'], ['half', '32'], ['pairs', '64^2'], ['other', '2']], // prettier-ignore
  },
  'families/iaf': {
    right: turn('masked-autoregressive-1', 'masked-autoregressive-2'),
    wrong: [['other', asItIs], ['some', turn('masked-autoregressive-2')]], // prettier-ignore
  },
  'families/splines': { right: '0', wrong: [['factor', '1'], ['other', '9']] }, // prettier-ignore
  'families/continuous': { right: 'trace', wrong: [['determinant', 'determinant'], ['zero', 'zero']] }, // prettier-ignore
  'inference/energy': {
    right: '3 - log(2pi)',
    wrong: [['same', '-log(2pi)'], ['sign', '3 + log(2pi)'], ['down', '-log(2pi) - 3'], ['other', '0']], // prettier-ignore
  },
  'inference/which-way': { right: 'narrow', wrong: [['wide', 'wide'], ['same', 'same']] }, // prettier-ignore
  'inference/gradient': { right: 'draws', wrong: [['rows', 'rows'], ['both', 'both']] }, // prettier-ignore
  'inference/objective': {
    right: (document) => setObjective(document, newObjective('reverse-kl')),
    wrong: [['other', asItIs], ['other', (document) => setObjective(document, newObjective('jeffreys'))]], // prettier-ignore
  },
  'inference/train': {
    right: { step: 600, above: 0.1 },
    wrong: [['not-yet', { step: 20, above: 2 }], ['other', { step: 700, above: 1 }]], // prettier-ignore
  },
}
