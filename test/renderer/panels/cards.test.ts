import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cards } from '../../../src/renderer/panels/training/cards'

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')

describe('what owners of graphics cards are told', () => {
  it.each(cards.map(({ vendor, lines }) => [vendor, lines] as const))(
    'is the same in the README, for %s in five lines',
    (vendor, lines) => {
      // prettier-ignore
      expect(lines).toHaveLength(5)
      expect(readme).toContain(`### ${vendor} cards\n\n${lines.map((line) => `- ${line}`).join('\n')}\n`)
      expect(lines.at(-1)).toContain('Not tried:')
    },
  )
})
