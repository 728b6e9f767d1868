// The training step of RealNVP, 8 × (2×64), D = 2, on this machine's GPU: Diffeo on webgpu, tensorflow (once it is
// set up with --gpu) and wasm, and PyTorch (eager; torch.compile with CUDA graphs) and JAX (jit) on the same card where
// Python has them.
//
//     npm run build
//     node test/bench/gpu/run.mjs [--batches 512,4096,65536] [--seconds 3] [--python python3] [--json OUT]
//         [--bandwidth 4800] [--tflops 67]    of the card, GB/s and float32: those of an H200's data sheet
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, URL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const { values } = parseArgs({
  options: {
    batches: { type: 'string', default: '512,4096,65536' },
    seconds: { type: 'string', default: '3' },
    python: { type: 'string', default: 'python3' },
    json: { type: 'string' },
    bandwidth: { type: 'string', default: '4800' },
    tflops: { type: 'string', default: '67' },
  },
})

// within the checkout, where it finds packages and the app's worker threads
const folder = mkdtempSync(at('../../../out/bench-'))
try {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': at('../../../src/shared') } },
    build: { ssr: at('steps.ts'), outDir: folder, rolldownOptions: { output: { entryFileNames: 'steps.mjs' } } },
  })
  const call = (command, ...rest) => {
    const { stdout, stderr, status } = spawnSync(command, rest, { encoding: 'utf8' })
    const line = stdout?.trim().split('\n').at(-1)
    if (status === 0 && line) return JSON.parse(line)
    return {
      skipped:
        (stderr || 'it does not start')
          .trim()
          .split('\n')
          .findLast((text) => /error/i.test(text)) ?? 'failed',
    }
  }
  const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`
  const counted = ({ dispatches, flops, bytes, ideal_bytes }) => {
    const all = Object.values(bytes).reduce((sum, each) => sum + each, 0)
    const bounds = [
      [`launches, ${dispatches} of 3 µs`, 3 * dispatches],
      [`bytes at ${values.bandwidth} GB/s`, all / (1e3 * Number(values.bandwidth))],
      [`${Math.round(flops / 1e6)} MFLOP at ${values.tflops} TFLOP/s`, flops / (1e6 * Number(values.tflops))],
    ].sort(([, a], [, b]) => b - a)
    return [
      `with a GPU's sizes: ${dispatches} dispatches, ${mebibytes(all)}, ${(all / ideal_bytes).toFixed(2)} times the ${mebibytes(ideal_bytes)} that it cannot do without`,
      `of which ${Object.entries(bytes)
        .map(([what, count]) => `${what} ${mebibytes(count)}`)
        .join(', ')}`,
      `estimated from counts, it is bound by ${bounds.map(([what, us]) => `${what}: ${us.toFixed(1)} µs`).join('; ')}`,
    ]
  }
  const results = []
  for (const batch of values.batches.split(',')) {
    const row = (label, result) => {
      results.push({ label, batch: Number(batch), ...result })
      const said = result.skipped ?? `${result.ms.toFixed(3)} ms a step`
      process.stdout.write(`batch ${batch}, ${label}: ${said}${result.uses ? `; ${result.uses}` : ''}\n`)
      if (result.dispatches) process.stdout.write(`  ${counted(result).join('\n  ')}\n`)
    }
    for (const backend of ['webgpu', 'tensorflow', 'wasm'])
      row(`diffeo ${backend}`, call(process.execPath, join(folder, 'steps.mjs'), backend, batch, values.seconds))
    for (const library of ['torch', 'torch-compile', 'jax'])
      row(library, call(values.python, at('peer.py'), library, batch, values.seconds))
  }
  if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 2))
} finally {
  rmSync(folder, { recursive: true })
}
