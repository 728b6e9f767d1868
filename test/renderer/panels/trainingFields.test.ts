import { describe, expect, it } from 'vitest'
import { defaultTraining, newDocument } from '@shared/document/create'
import { setTraining } from '@shared/document/edits'
import { TrainingSettings } from '@shared/document/schema'
import { trainingGroups } from '../../../src/renderer/panels/inspector/trainingFields'
import type { TrainingNumber } from '../../../src/renderer/panels/inspector/trainingFields'

const fields = trainingGroups.flatMap((group) => group.fields)
const numbers = fields.filter((field): field is TrainingNumber => field.kind === 'number')

/** Every leaf of the training settings, by its own name. */
const leaves = [
  ...Object.keys(defaultTraining).filter((key) => key !== 'optimizer' && key !== 'schedule'),
  ...Object.keys(defaultTraining.optimizer).map((key) => (key === 'type' ? 'optimizer' : key)),
  ...Object.keys(defaultTraining.schedule).map((key) => (key === 'type' ? 'schedule' : key)),
]

describe('the training form', () => {
  it('has a field for every training setting', () => {
    expect(fields.map((field) => field.key).sort()).toEqual([...leaves].sort())
  })

  it.each(numbers.map((field) => [field.key, field] as const))('writes %s where it reads it', (_, field) => {
    for (const value of [field.min, field.max]) {
      const { training } = setTraining(newDocument(), field.write(value))
      expect(field.read(training)).toBe(value)
    }
  })

  it.each(numbers.map((field) => [field.key, field] as const))(
    'allows only what a document may hold for %s',
    (_, field) => {
      for (const value of [field.min, field.max, ...(field.whenOn === undefined ? [] : [field.whenOn, null])]) {
        const { training } = setTraining(newDocument(), field.write(value))
        expect(TrainingSettings.safeParse(training).success).toBe(true)
      }
    },
  )

  it('offers only choices that a document may hold', () => {
    for (const field of fields) {
      if (field.kind !== 'choice') continue
      for (const { value } of field.options) {
        const { training } = setTraining(newDocument(), field.write(value))
        expect(TrainingSettings.safeParse(training).success).toBe(true)
        expect(field.read(training)).toBe(value)
      }
    }
  })
})
