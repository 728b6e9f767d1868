import { describe, expect, it } from 'vitest'
import { RpcFailure } from '@shared/rpc/failure'
import { smallDocument } from './documents'
import { listen } from './fakeHost'

describe('the curves of a run', () => {
  it('are refused while there are none, and then written in each format', async () => {
    const { engine, until } = listen()
    const text = async (format: 'csv' | 'jsonl') =>
      (await engine.call('exportMetrics', { format })).content.toString().trimEnd().split('\n')
    await expect(engine.call('exportMetrics', { format: 'csv' })).rejects.toThrow(RpcFailure)
    await engine.call('open', { document: smallDocument() })
    await engine.call('step', { count: 5 })
    await until('paused')
    const { history } = await engine.call('attach', {})

    const [header, ...rows] = await text('csv')
    expect(header).toMatch(/^step,train_nll,gradient_norm,validation_nll/)
    expect(rows.map((row) => row.split(',').slice(0, 2).map(Number))).toEqual(
      Array.from(history!.steps, (step, i) => [step, history!.trainLoss[i]]),
    )
    const lines = (await text('jsonl')).map((line) => JSON.parse(line) as Record<string, number>)
    expect(lines.filter((line) => 'train_nll' in line).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5])
    const { content } = await engine.call('exportMetrics', { format: 'tfevents' })
    expect(Buffer.from(content as Uint8Array).includes('brain.Event:2')).toBe(true)
    await engine.dispose()
  })
})
