import { availableParallelism } from 'node:os'
import { createTfjsBackend } from '@shared/tensor/backends/tfjs'
import { watchKernels } from '@shared/tensor/backends/tfjs/watch'
import { checkOps } from '@shared/tensor/runtime/opCheck'
import { loadBinding } from './graph/binding'
import { checkGraphs } from './graph/check'
import { runnerHere } from './graph/here'
import { Sessions } from './graph/sessions'
import { tuneXla } from './graph/tune'
import { loadModule } from './load'
import type { Checked } from './setup/check'

/**
 * The process that a setup checks a package in: loads the folder that it is given, and prints `Checked` after each stage,
 * since what comes next may take the process with it.
 */
const [, , folder] = process.argv
const say = (checked: Checked): void => void process.stdout.write(JSON.stringify(checked) + '\n')

const { tf, version, gpu } = await loadModule(folder)
const watched = watchKernels(tf)
const faults = await checkOps(createTfjsBackend(watched.tf, 'tensorflow'))
const ops: Checked = { version, gpu, kernels: [...watched.kernels].sort(), faults: [...faults], graph: null, xla: null }
say(ops)
const runner = runnerHere(new Sessions(loadBinding(folder)), availableParallelism())
const graph = [...(await checkGraphs(runner, 'graph'))]
say({ ...ops, graph })
tuneXla(version)
if (graph.length === 0) say({ ...ops, graph, xla: [...(await checkGraphs(runner, 'xla'))] })
