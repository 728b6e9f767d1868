import { describe, expect, it } from 'vitest'
import type { TrainingSettings } from '@shared/document/schema'
import { learningRate } from '@shared/learn/training/schedule'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { Builder } from '@shared/tensor/ir/builder'
import { interpret } from '@shared/tensor/runtime/interpreter/interpret'
import { affineBlock, explodingBlock, tinyFlow, tinySettings } from '../tinyFlow'

const rateAt = (settings: TrainingSettings, step: number): number => {
  const b = new Builder()
  const program = b.program('rate', { rate: learningRate(b, settings, b.input('step', [])) })
  return interpret(program, new Map([['step', [step]]])).get('rate')![0]
}

const scheduled = (type: TrainingSettings['schedule']['type'], warmupSteps = 10, finalFraction = 0.1) =>
  tinySettings({ steps: 110, schedule: { type, warmupSteps, finalFraction } })

describe('the learning rate', () => {
  it('stays at its peak when constant', () => {
    expect([0, 50, 109].map((step) => rateAt(scheduled('constant'), step))).toEqual([0.05, 0.05, 0.05])
  })

  it('climbs in equal steps to the peak and stays there when warmed up', () => {
    const rates = [0, 4, 9, 10, 100].map((step) => rateAt(scheduled('warmup'), step))
    ;[0.005, 0.025, 0.05, 0.05, 0.05].forEach((rate, i) => {
      expect(rates[i]).toBeCloseTo(rate, 12)
    })
  })

  it('falls along a cosine from the peak to the final fraction', () => {
    const rates = [0, 55, 110, 500].map((step) => rateAt(scheduled('cosine'), step))
    ;[0.05, 0.0275, 0.005, 0.005].forEach((rate, i) => {
      expect(rates[i]).toBeCloseTo(rate, 12)
    })
  })

  it('warms up, then falls over the steps that are left', () => {
    const rates = [0, 9, 10, 60, 110].map((step) => rateAt(scheduled('warmup-cosine'), step))
    ;[0.005, 0.05, 0.05, 0.0275, 0.005].forEach((rate, i) => {
      expect(rates[i]).toBeCloseTo(rate, 12)
    })
  })

  it('has no warm-up of zero steps', () => {
    expect(rateAt(scheduled('warmup-cosine', 0), 0)).toBeCloseTo(0.05, 12)
  })
})

/** The states after one step from θ = (s, t), everything else zero. */
function stepOnce(
  settings: TrainingSettings,
  x: readonly number[],
  theta: readonly number[],
  flow = tinyFlow(1),
  failed = 0,
) {
  const zeros = theta.map(() => 0)
  const inputs = new Map<string, ArrayLike<number>>([
    ['x', x],
    ['theta', theta],
    ['m', zeros],
    ['v', zeros],
    ['ema', zeros],
    ['good', zeros],
    ['step', [0]],
    ['count', [0]],
    ['failed', [failed]],
  ])
  return interpret(stepProgram(flow, settings, x.length), inputs)
}

describe('a training step', () => {
  it('scales the gradient down to the largest norm, and reports the norm before that', () => {
    const free = stepOnce(tinySettings(), [3, 5], [0, 0])
    const clipped = stepOnce(tinySettings({ clipNorm: 0.5 }), [3, 5], [0, 0])
    const gradient = [1 - (9 + 25) / 2, -4] // of ½((x − t)e⁻ˢ)² + s at s = t = 0
    const norm = Math.hypot(...gradient)
    expect(free.get('gradientNorm')![0]).toBeCloseTo(norm, 10)
    expect(clipped.get('gradientNorm')![0]).toBeCloseTo(norm, 10)
    gradient.forEach((g, i) => {
      expect(free.get('m')![i]).toBeCloseTo(0.1 * g, 10)
      expect(clipped.get('m')![i]).toBeCloseTo((0.1 * g * 0.5) / norm, 10)
    })
  })

  it('leaves a gradient below the limit alone', () => {
    const gentle = stepOnce(tinySettings({ clipNorm: 100 }), [3, 5], [0, 0])
    expect(gentle.get('m')![1]).toBeCloseTo(-0.4, 12)
  })

  it('decays weights apart from the gradient with AdamW, and not with Adam', () => {
    const optimizer = { ...tinySettings().optimizer, weightDecay: 0.2 }
    const theta = [0.3, -0.7]
    const plain = stepOnce(tinySettings({ optimizer }), [1, 2], theta).get('theta')!
    const decayed = stepOnce(tinySettings({ optimizer: { ...optimizer, type: 'adamw' } }), [1, 2], theta).get('theta')!
    const without = stepOnce(tinySettings(), [1, 2], theta).get('theta')!
    expect(plain).toEqual(without)
    theta.forEach((value, i) => {
      expect(decayed[i]).toBeCloseTo(plain[i] - 0.05 * 0.2 * value, 12)
    })
  })

  it('steps by the rate times the pace of a parameter, and decays by the rate alone', () => {
    const { parameters, ...maps } = affineBlock(1)
    const quick = { ...maps, parameters: parameters.map((spec) => ({ ...spec, pace: spec.name === 's' ? 10 : 1 })) }
    const flow = tinyFlow(1, [{ id: 'scale', of: quick }])
    const optimizer = { ...tinySettings().optimizer, type: 'adamw' as const, weightDecay: 0.2 }
    const after = stepOnce(tinySettings({ optimizer }), [1, 2], [0.3, -0.7], flow).get('theta')!
    // Adam's first step is ±the rate, 0.05
    expect(Math.abs(after[0] - 0.3 * (1 - 0.05 * 0.2))).toBeCloseTo(0.5, 6)
    expect(Math.abs(after[1] + 0.7 * (1 - 0.05 * 0.2))).toBeCloseTo(0.05, 6)
  })

  it('changes nothing of a parameter that is held, however its weights decay', () => {
    const { parameters, ...maps } = affineBlock(1)
    const held = { ...maps, parameters: parameters.map((spec) => ({ ...spec, held: spec.name === 's' })) }
    const flow = tinyFlow(1, [{ id: 'scale', of: held }])
    const optimizer = { ...tinySettings().optimizer, type: 'adamw' as const, weightDecay: 0.2 }
    const after = stepOnce(tinySettings({ optimizer }), [1, 2], [0.3, -0.7], flow)
    expect(after.get('theta')![0]).toBe(0.3)
    expect(after.get('theta')![1]).not.toBe(-0.7)
    expect(after.get('m')![0]).toBe(0)
  })

  it('steps further with a parameter of a faster pace, and as far with the others', () => {
    const { parameters, ...maps } = affineBlock(1)
    const paced = { ...maps, parameters: parameters.map((spec) => (spec.name === 't' ? { ...spec, pace: 10 } : spec)) }
    const theta = [0.3, -0.7]
    const slow = stepOnce(tinySettings(), [1, 2], theta).get('theta')!
    const after = stepOnce(tinySettings(), [1, 2], theta, tinyFlow(1, [{ id: 'scale', of: paced }])).get('theta')!
    expect(after[0]).toBe(slow[0])
    expect(after[1] - theta[1]).toBeCloseTo(10 * (slow[1] - theta[1]), 12)
  })

  it('changes no state when the loss is not finite', () => {
    const flow = tinyFlow(1, [
      { id: 'scale', of: affineBlock(1) },
      { id: 'boom', of: explodingBlock() },
    ])
    const theta = [0.1, 0.2]
    const after = stepOnce(tinySettings({ ema: 0.9 }), [0.1, 9], theta, flow)
    expect(Number.isFinite(after.get('loss')![0])).toBe(false)
    expect([...after.get('theta')!]).toEqual(theta)
    expect([...after.get('failed')!]).toEqual([1])
    for (const name of ['m', 'v', 'ema', 'good', 'step', 'count'])
      expect(after.get(name)!.every((value) => value === 0)).toBe(true)
  })
  it('changes no state any more once a step has failed', () => {
    const after = stepOnce(tinySettings({ ema: 0.9 }), [3, 5], [0.1, 0.2], tinyFlow(1), 1)
    expect(Number.isFinite(after.get('loss')![0])).toBe(true)
    expect([...after.get('theta')!]).toEqual([0.1, 0.2])
    expect([...after.get('failed')!]).toEqual([1])
    for (const name of ['m', 'v', 'ema', 'good', 'step', 'count'])
      expect(after.get(name)!.every((value) => value === 0)).toBe(true)
  })
})
