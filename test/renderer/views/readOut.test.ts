// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import ReadOut from '../../../src/renderer/views/parts/ReadOut.vue'

const reading = { point: [0], logDensity: Math.log(3.9894), latent: [0], logDet: 0, source: 'exact' } as const
const densityIn = (props: { withDensity?: boolean; logDensity?: number | null }): string | undefined => {
  const { withDensity, logDensity = reading.logDensity } = props
  const wrapper = mount(ReadOut, { props: { reading: { ...reading, logDensity }, hint: '', withDensity } })
  const found = wrapper.find('[data-testid=read-p]')
  return found.exists() ? found.text() : undefined
}

it('writes p beside its logarithm where it is asked to and p is known', () => {
  expect(densityIn({ withDensity: true })).toBe('3.989')
  expect(densityIn({ withDensity: true, logDensity: -Infinity })).toBe('0')
  expect(densityIn({ withDensity: true, logDensity: null })).toBeUndefined()
  expect(densityIn({ withDensity: true, logDensity: Number.NaN })).toBeUndefined()
  expect(densityIn({})).toBeUndefined()
})
