import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { headersOf, type Libraries } from './binding'
import { addCuda } from './cuda'
import type { Machine } from './machine'
import { downloadWheel, type Pip } from './pip'
import type { Plan } from './plan'
import { showBytes, type Steps } from './steps'
import { unpackWheel } from './wheel'

/** libtensorflow, the headers and, for a GPU, NVIDIA's libraries, into the folder `deps` of the package. */
export async function takeWheel(
  machine: Machine,
  pip: Pip,
  steps: Steps,
  { plan, root, module }: { plan: Plan; root: string; module: string },
): Promise<{ libraries: Libraries; cuda: string[] }> {
  const { requirement, platforms } = plan
  const wheels = join(root, 'wheels')
  const deps = join(module, 'deps')
  const wheel = await steps.step(
    `Fetching ${requirement} with ${pip.command.join(' ')}`,
    () => downloadWheel(machine, pip, { requirement, platforms, folder: join(wheels, requirement.split('==')[0]) }),
    ({ bytes }) => showBytes(bytes),
  )
  const names = await headersOf(module)
  const { files, requires } = await steps.step(
    'Unpacking libtensorflow',
    () =>
      unpackWheel(machine, pip, wheel, deps, {
        take: Object.fromEntries(plan.libraries.map((name) => [`tensorflow/${name}`, `lib/${name}`])),
        headers: { from: 'tensorflow/include/', to: 'include/', names },
      }),
    ({ bytes, files: { length } }) => `${showBytes(bytes)} in ${length} files`,
  )
  const missing = plan.libraries.find((name) => !files.includes(`lib/${name}`))
  if (missing !== undefined) throw new Error(`The wheel of ${requirement} holds no tensorflow/${missing}.`)
  await rm(wheel.path)
  const cuda = plan.cuda ? await addCuda(machine, pip, steps, { plan, requires, wheels, target: deps }) : []
  await rm(wheels, { recursive: true })
  const own = machine.platform === 'darwin' ? '@loader_path' : '$ORIGIN'
  const libraries = {
    files: plan.libraries.map((name) => join(deps, 'lib', name)),
    include: join(deps, 'include'),
    runPath: `${own}/../../deps/lib`,
  }
  return { libraries, cuda }
}
