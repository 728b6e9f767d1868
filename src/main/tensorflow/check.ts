import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import { watchKernels } from '@shared/tensor/backends/tfjs/watch'
import { checkOps } from '@shared/tensor/runtime/opCheck'
import { loadModule } from './load'
import type { Checked } from './setup/check'

/** The process that a setup checks a package in: loads the folder that it is given, and prints `Checked`. */
const { tf, version, gpu } = await loadModule(process.argv[2])
const watched = watchKernels(tf)
const faults = await checkOps(createTfjsBackend(watched.tf, 'tensorflow'))
const checked: Checked = { version, gpu, kernels: [...watched.kernels].sort(), faults: [...faults] }
process.stdout.write(JSON.stringify(checked) + '\n')
