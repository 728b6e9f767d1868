import { judged, documentOf, nameOf } from '@shared/learn/bench/configurations'
import { rowsFor } from '@shared/learn/bench/subject'
import { stepProgram } from '@shared/learn/training/stepProgram'
import { compileFlow } from '@shared/flow/compile'
import { optimise } from '@shared/tensor/passes/pipeline'
import { lowerFor } from '@shared/tensor/backends/webgpu'
import { thetaLength } from '@shared/learn/theta'
import { it } from 'vitest'
import { backendHere } from './support/device'
import { writeFileSync } from 'node:fs'

it.each(judged.slice(0, Number(process.env.N ?? 1)))('profile', async (configuration) => {
  const document = documentOf(configuration)
  const data = await rowsFor(document)
  const flow = (compileFlow(document, data.dims, data.rowUnits.context.dims) as any).value
  const program = optimise(stepProgram(flow, document.training, configuration.batch))
  const limits: any = {
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupStorageSize: 32768,
    maxComputeWorkgroupsPerDimension: 65535,
    maxStorageBufferBindingSize: 2 ** 30,
    maxBufferSize: 2 ** 30,
  }
  let t = performance.now()
  const lowered = lowerFor(program, { limits } as any, { turns: 8, software: true })
  console.log(
    nameOf(configuration),
    'nodes',
    program.nodes.length,
    'params',
    flow.size,
    thetaLength(flow),
    'lower ms',
    Math.round(performance.now() - t),
  )
  for (const k of lowered.kernels)
    console.log(
      k.label,
      k.groups.join('x'),
      'chars',
      k.text.length,
      'fns',
      k.text.split('fn step').length - 1,
      'barriers',
      k.text.split('workgroupBarrier').length - 1,
    )
  console.log('memory', lowered.size * 4)
  writeFileSync(
    '/tmp/h/webgpu-scratch/' + configuration.family + '.wgsl',
    lowered.kernels.map((k) => k.text).join('\n\n=======\n\n'),
  )
  if (process.env.RUN) {
    t = performance.now()
    const e = await backendHere().prepare(program, { turns: 8 })
    console.log('prepare ms', Math.round(performance.now() - t))
    for (let i = 0; i < 3; i++) {
      t = performance.now()
      await e.run({ turns: 4 })
      console.log('ms per step', (performance.now() - t) / 4)
    }
  }
})
