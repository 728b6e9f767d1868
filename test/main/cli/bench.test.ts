import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { paths } from '../../../src/main/paths'
import { run } from './run'

const quickly = ['--backend', 'reference', '--seconds', '0.001', '--only', 'planar-16-b512-d2']

interface Report {
  readonly results: readonly Readonly<Record<string, unknown>>[]
  readonly machine: Readonly<Record<string, unknown>>
}

describe('bench', () => {
  it('prints its figures and the machine as JSON', async () => {
    const { status, out, err } = await run('bench', '--json', ...quickly, '--kind', 'train-step', 'compile')
    expect(status, err).toBe(0)
    const { results, machine } = JSON.parse(out) as Report
    const common = { name: 'planar-16-b512-d2', backend: 'reference', precision: 'float64', threads: 1, parameters: 80 }
    expect(results).toMatchObject([
      { ...common, kind: 'compile', batch: 512, dims: 2, depth: 16 },
      { ...common, kind: 'train-step', runs: 3, productFlops: 0 },
      { kind: 'peak-memory' },
    ])
    for (const { ms } of results.slice(0, 2)) expect(ms).toBeGreaterThan(0)
    expect(results[2].mib).toBeGreaterThan(10)
    expect(machine).toMatchObject({ node: process.versions.node })
  })

  it('prints a table, and says on the way what it is at', async () => {
    const { out, err } = await run('bench', ...quickly, '--kind', 'train-step')
    expect(out).toMatch(/^train-step +planar-16-b512-d2 +\d/m)
    expect(err).toBe('train-step planar-16-b512-d2\n')
  })

  it('times a plain matrix product by which to judge the rest', async () => {
    const { out } = await run('bench', '--json', '--seconds', '0.02', '--kind', 'yardstick')
    const { results, machine } = JSON.parse(out) as Report
    const timed = results.filter(({ kind }) => kind === 'yardstick')
    expect(timed[0].threads).toBe(1)
    if (existsSync(paths.worker)) expect(timed.at(-1)!.threads).toBe(machine['cores'])
    for (const { name, gflops, ms, threads } of timed) {
      expect(name).toBe('product-512x64x64')
      expect(gflops).toBeCloseTo(((threads as number) * 16 * 2 * 512 * 64 * 64) / (ms as number) / 1e6, 6)
    }
  })

  it('holds the products of compiled programs to the plain one', async () => {
    const args = ['--seconds', '0.02', '--kind', 'product']
    const { out } = await run('bench', '--json', ...args)
    const timed = (JSON.parse(out) as Report).results.filter(({ kind }) => kind === 'product')
    expect(timed.map(({ form }) => form)).toEqual(['forward', 'input gradient', 'weight gradient'])
    for (const { gflops, ms, ofYardstick } of timed) {
      expect(gflops).toBeCloseTo((2 * 64 ** 3) / (ms as number) / 1e6, 6)
      expect(ofYardstick).toBeGreaterThan(0.01)
    }
    const { out: text } = await run('bench', ...args)
    expect(text).toMatch(/^product +product-64x64x64 .* weight gradient, \d+ % of the plain kernel$/m)
  })

  it('says which models there are when asked for another', async () => {
    const { status, err } = await run('bench', '--only', 'glow')
    expect(status).toBe(1)
    expect(err).toMatch(/^diffeo: There is no benchmark "glow". Choose from realnvp-8x64-b512-d2, .*\n$/)
  })

  it('refuses a time that is none', async () => {
    const { status, err } = await run('bench', '--seconds', '-1')
    expect(status).toBe(1)
    expect(err).toContain('Expected a number above 0 and at most 3600, got "-1".')
  })
})
