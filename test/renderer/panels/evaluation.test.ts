// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import EvaluationSheet from '../../../src/renderer/panels/evaluation/EvaluationSheet.vue'
import { reportGroups } from '../../../src/renderer/panels/evaluation/reportGroups'
import { verdictOf } from '../../../src/renderer/panels/evaluation/verdict'
import { useDocumentStore } from '../../../src/renderer/stores/documentStore'
import { useEngineStore } from '../../../src/renderer/stores/engineStore'
import type { Evaluation } from '@shared/rpc/protocol'
import { FakeEngine, status } from '../fakeEngine'

const line = (group: string, measure: string, value: string) => ({ group, measure, value, help: '' })
const evaluation: Pick<Evaluation, 'step' | 'samples' | 'report' | 'issues' | 'costs'> = {
  step: 1200,
  samples: { energyChance: 0.145 },
  report: [
    line('held-out rows', 'NLL', '-1.2500 ± 0.0100 nats'),
    line('arithmetic', 'round-trip error', '3.10e-14'),
    line('arithmetic', 'effective draws', '71.2 % of 8000'),
    line('held-out rows', 'z against the base', 'KS 0.0100 in coordinate 1; chance exceeds 0.0200 once in 20'),
  ],
  issues: [{ severity: 'warning', node: 'a', path: 'bijector', message: 'Its solver misses.' }],
  costs: [{ node: 'a', type: 'planar', forward: '0.1 ms', inverse: '0.2 ms, 9.0 evaluations, at most 12' }],
}

let fake: FakeEngine
const settled = async (): Promise<void> => {
  for (let i = 0; i < 9; i++) await nextTick()
}
const shown = (): string => document.querySelector('[data-testid=evaluation]')?.textContent ?? ''

describe('the sheet of an evaluation', () => {
  beforeEach(async () => {
    setActivePinia(createPinia())
    fake = new FakeEngine()
    const engine = useEngineStore()
    await engine.connect(fake)
    engine.held = useDocumentStore().document
    document.body.innerHTML = ''
  })

  it('asks when it is opened, with what blocks cost, and shows each line by its group', async () => {
    fake.answer('evaluate', () => evaluation)
    const sheet = mount(EvaluationSheet, { props: { open: false }, attachTo: document.body })
    expect(fake.paramsOf('evaluate')).toEqual([])
    await sheet.setProps({ open: true })
    await settled()
    expect(fake.paramsOf('evaluate')).toEqual([{ costs: true }])
    expect(shown()).toContain('step 1\u2009200')
    for (const words of ['\u22121.2500 ± 0.0100 nats', 'Its solver misses.', 'Planar', '9.0 evaluations, at most 12'])
      expect(shown()).toContain(words)
    expect(shown()).toContain('cannot be told from the held-out rows')
    sheet.unmount()
  })

  it('names the step of the weights that an early stop went back to', async () => {
    fake.answer('evaluate', () => ({ ...evaluation, step: 550 }))
    const stopped = status({ kind: 'finished', reason: 'early-stopping' }, 550)
    fake.emit({ event: 'status', status: { ...stopped, keptStep: 240 } })
    const sheet = mount(EvaluationSheet, { props: { open: false }, attachTo: document.body })
    await sheet.setProps({ open: true })
    await settled()
    expect(shown()).toContain('best weights, of step 240')
    sheet.unmount()
  })

  it('says why there is none', async () => {
    fake.answer('evaluate', () => {
      throw new Error('There are no test rows to evaluate on.')
    })
    const sheet = mount(EvaluationSheet, { props: { open: false }, attachTo: document.body })
    await sheet.setProps({ open: true })
    await settled()
    expect(shown()).toContain('There are no test rows')
    sheet.unmount()
  })
})

describe('the verdict', () => {
  it('calls apart what chance puts as far apart less than once in twenty', () => {
    expect(verdictOf({ samples: { energyChance: 0.05 } })).toMatch(/cannot be told.* 5\.0 %/)
    expect(verdictOf({ samples: { energyChance: 0.005 } })).toMatch(/differ.* 0\.5 %/)
    expect(verdictOf({ samples: null })).toBeNull()
  })
})

describe('the lines of a report', () => {
  it('stand by their groups, with what is added to a number apart', () => {
    const [rows, arithmetic] = reportGroups(evaluation.report)
    expect([rows.title, arithmetic.title]).toEqual(['Held-out rows', 'Arithmetic'])
    expect(rows.lines.map(({ value, rest }) => [value, rest])).toEqual([
      ['\u22121.2500 ± 0.0100 nats', ''],
      ['KS 0.0100 in coordinate 1', 'chance exceeds 0.0200 once in 20'],
    ])
    expect(arithmetic.lines.map(({ value }) => value)).toEqual(['3.10×10⁻¹⁴', '71.2 % of 8\u2009000'])
  })

  it('have powers of ten as people write them, and none where a few zeros do', () => {
    const written = (value: string): string => reportGroups([line('arithmetic', 'MMD²', value)])[0].lines[0].value
    expect(written('-8.23e-3')).toBe('\u22120.00823')
    expect(written('0.00e+0')).toBe('0.00')
    expect(written('1.20e+2')).toBe('120')
    expect(written('-1.2e-10')).toBe('\u22121.2×10⁻¹⁰')
    expect(written('all converge, at most 9.3e-8 of an equation left')).toBe('all converge')
  })
})
