import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Machine } from './machine'
import { downloadWheel, type Pip } from './pip'
import type { Plan } from './plan'
import { showBytes, type Steps } from './steps'
import { unpackWheel } from './wheel'

/** NVIDIA's packages that a wheel of TensorFlow asks for, as pip writes them: `nvidia-nccl-cu12<3.0,>=2.27.7`. */
export function cudaRequirements(requires: readonly string[]): string[] {
  return requires
    .map((line) => line.split(';').map((part) => part.trim()))
    .filter(([, condition]) => /extra\s*==\s*["']and-cuda["']/.test(condition ?? ''))
    .map(([requirement]) => requirement)
}

/**
 * Puts NVIDIA's libraries where TensorFlow looks for them: it is built with the run path `$ORIGIN/../nvidia/…/lib`, and
 * XLA looks for `../nvidia/cuda_nvcc` beside its library. One after the other, each wheel deleted when it is unpacked.
 * Answers their names with versions.
 */
export async function addCuda(
  machine: Machine,
  pip: Pip,
  steps: Steps,
  { plan, requires, wheels, target }: { plan: Plan; requires: readonly string[]; wheels: string; target: string },
): Promise<string[]> {
  const added: string[] = []
  const requirements = cudaRequirements(requires)
  if (requirements.length === 0) throw new Error(`${plan.requirement} names no NVIDIA libraries under "and-cuda".`)
  for (const [i, requirement] of requirements.entries()) {
    const name = requirement.split(/[<>=!~ ]/)[0]
    const title = `${name} (${i + 1} of ${requirements.length})`
    const request = { requirement, platforms: plan.platforms, folder: join(wheels, name) }
    const wheel = await steps.step(
      `Fetching ${title}`,
      () => downloadWheel(machine, pip, request),
      ({ bytes }) => showBytes(bytes),
    )
    const { files } = await unpackWheel(machine, pip, wheel, target, { take: { 'nvidia/': 'nvidia/' } })
    if (!files.some((file) => /\.so(\.\d+)*$|\/bin\/ptxas$/.test(file)))
      throw new Error(`${basename(wheel.path)} holds no library below nvidia/.`)
    const [, version] = basename(wheel.path).split('-')
    added.push(`${name} ${version}`)
    await rm(wheel.path)
  }
  return added
}
