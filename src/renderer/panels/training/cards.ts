/** What owners of graphics cards are told, here and in the README: what to run, what to expect, and what was tried. */
export interface CardHelp {
  readonly vendor: string
  /** Sentences; between backticks is what is typed. */
  readonly lines: readonly string[]
}

export const cards: readonly CardHelp[] = [
  {
    vendor: 'NVIDIA',
    lines: [
      'Run `npm run setup:tensorflow -- --gpu` on Linux (x64; on Windows in WSL 2) with driver 525 or newer, Python with pip and a C++ compiler: it fetches 3.4 GB, TensorFlow 2.21 with CUDA 12, and keeps 5.6 GB.',
      'Then `npx diffeo backends --measure` shows the card under `tensorflow`; choose that in the menu of the status bar or with `--backend tensorflow`. `webgpu` is on offer too, with nothing to set up.',
      'XLA compiles for seconds to half a minute before its first step. In the app training goes on on wasm meanwhile and moves over; `diffeo train` waits where a backend is asked for by name.',
      'Left on Automatic, a long run is timed on both, and moves where that saves at least a tenth of the time. Expect small flows to stay on wasm.',
      'Tried: TensorFlow for the CPU, and the setup of CUDA up to its libraries being found. Not tried: any card of NVIDIA.',
    ],
  },
  {
    vendor: 'AMD',
    lines: [
      'There is nothing to set up: `webgpu` runs with the driver that draws the desktop, over Vulkan on Linux and Direct3D 12 on Windows. `npx diffeo backends` names the adapter.',
      'Choose webgpu in the menu of the status bar or with `--backend webgpu`; left on Automatic, long runs of large flows are timed there and on wasm.',
      'It trains in 32 bits. Pictures, evaluations and questions to a model stay on wasm.',
      "`tensorflow` is TensorFlow for the CPU there: its wheels know no AMD card, and ROCm's are not taken.",
      'Tried: WebGPU on an adapter that a processor stands in for, which Automatic never takes unmeasured. Not tried: any card of AMD.',
    ],
  },
  {
    vendor: 'Intel',
    lines: [
      'There is nothing to set up: `webgpu` runs over Vulkan on Linux and Direct3D 12 on Windows, on Arc cards and on the graphics of the processor. `npx diffeo backends` names the adapter.',
      'Choose webgpu in the menu of the status bar or with `--backend webgpu`; `npx diffeo backends --measure` shows beforehand whether it is worth it.',
      "The processor's own graphics share its memory and its power budget: left on Automatic a run moves there only where it was measured to be quicker.",
      'It trains in 32 bits; pictures and evaluations stay on wasm. `tensorflow` is TensorFlow for the CPU.',
      'Tried: WebGPU on an adapter that a processor stands in for. Not tried: any graphics of Intel.',
    ],
  },
  {
    vendor: 'Apple',
    lines: [
      'There is nothing to set up: `webgpu` runs over Metal. `npx diffeo backends` names the adapter.',
      'Choose webgpu in the menu of the status bar or with `--backend webgpu`; left on Automatic, long runs of large flows are timed there and on wasm.',
      'It trains in 32 bits. Pictures, evaluations and questions to a model stay on wasm.',
      "`tensorflow` is TensorFlow for the CPU: Apple's Metal plug-in belongs to Python.",
      'Not tried: any Mac, with either of them.',
    ],
  },
]
