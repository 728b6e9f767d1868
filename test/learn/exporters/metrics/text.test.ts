import { readCsv } from '@shared/learn/data/readers/csv'
import { comparedCsv, metricsCsv } from '@shared/learn/exporters/metrics/csv'
import { metricsJsonLines } from '@shared/learn/exporters/metrics/jsonLines'
import { describe, expect, it } from 'vitest'
import { curvesOf, fixtureRun, runOf } from './runs'

const small = runOf([
  curvesOf({
    steps: [1, 2],
    trainLoss: [0.1, 1 / 3],
    gradientNorm: [1e-30, Infinity],
    validationSteps: [2],
    validationLoss: [-0.5],
  }),
  curvesOf({ steps: [3], trainLoss: [NaN], gradientNorm: [2], validationSteps: [0], validationLoss: [4] }),
])

describe('metrics as CSV', () => {
  it('have a row a step, all digits, and empty cells where nothing was measured', () => {
    expect(metricsCsv(small)).toBe(
      [
        'step,train_nll,gradient_norm,validation_nll',
        '0,,,4',
        '1,0.1,1e-30,',
        '2,0.3333333333333333,Infinity,-0.5',
        '3,NaN,2,',
        '',
      ].join('\n'),
    )
  })

  it('have columns for parts, β and seconds where there are any', () => {
    const [header, start, first, second] = metricsCsv(fixtureRun()).split('\n')
    expect(header).toBe('step,train_loss,NLL,free energy,beta,gradient_norm,validation_loss,seconds')
    expect(start).toBe('0,,,,,,3.141592653589793,')
    expect(first).toBe('1,2.5,2,0.5,0.5,1e-30,,')
    expect(second).toBe('2,0.1,,,0.75,1e+39,-Infinity,0.25')
  })

  it('are read back as the numbers they were', () => {
    const outcome = readCsv('metrics.csv', new TextEncoder().encode(metricsCsv(fixtureRun())))
    if (!outcome.ok) throw new Error(outcome.issues[0].message)
    const column = (name: string) => [...outcome.value.columns.find((each) => each.name === name)!.values]
    expect(column('step')).toEqual([0, 1, 2, 3, 127, 128, 300, 2 ** 21, 2 ** 40 + 1])
    expect(column('train_loss').slice(2)).toEqual([0.1, NaN, 0, -1, 2 ** -149, 3.4028234663852886e38, 16777217])
    expect(column('gradient_norm').slice(1, 4)).toEqual([1e-30, 1e39, Infinity])
  })
})

describe('metrics of several runs as CSV', () => {
  it('have the lines of each with its name before them, and the columns of all', () => {
    const csv = comparedCsv([
      { name: 'One, "small"', run: small },
      { name: 'two', run: fixtureRun() },
    ])
    const [header, ...lines] = csv.trimEnd().split('\n')
    expect(header).toBe(
      'run,step,train_nll,gradient_norm,validation_nll,train_loss,NLL,free energy,beta,validation_loss,seconds',
    )
    expect(lines[1]).toBe('"One, ""small""",1,0.1,1e-30,,,,,,,')
    expect(lines.find((line) => line.startsWith('two,2,'))).toBe('two,2,,1e+39,,0.1,,,0.75,-Infinity,0.25')
    const own = [small, fixtureRun()].map((run) => metricsCsv(run).trimEnd().split('\n').length - 1)
    expect(lines).toHaveLength(own[0] + own[1])
  })
})

describe('metrics as JSON lines', () => {
  it('have a line for each step and each validation, in order, null for what is not finite', () => {
    expect(metricsJsonLines(small)).toBe(
      [
        '{"step":0,"validation_nll":4}',
        '{"step":1,"train_nll":0.1,"gradient_norm":1e-30}',
        '{"step":2,"train_nll":0.3333333333333333,"gradient_norm":null}',
        '{"step":2,"validation_nll":-0.5}',
        '{"step":3,"train_nll":null,"gradient_norm":2}',
        '',
      ].join('\n'),
    )
  })

  it('tell parts and β of a step', () => {
    expect(metricsJsonLines(fixtureRun()).split('\n')[1]).toBe(
      '{"step":1,"train_loss":2.5,"train_parts":{"NLL":2,"free energy":0.5},"beta":0.5,"gradient_norm":1e-30}',
    )
  })
})
