/** The training: its panel, timeline, devices and states. */
export const training = {
  snapshots: {
    areKept: { one: '{count} step of the run is kept.', other: '{count} steps of the run are kept.' },
    areKeptOfRun: { one: '{count} step of run {run} is kept.', other: '{count} steps of run {run} are kept.' },
    next: 'Show the next kept step',
    halt: 'Halt the replay',
    replay: 'Replay the kept steps',
    label: 'Step of the training that is shown',
    follows: 'The pictures follow the training',
    back: 'Back to the weights of now',
    live: 'Live',
    goLive: 'Go live',
    kept: {
      one: '{count} step kept, {taken} of {most} MiB. Drag, arrow keys, Home for the first, End for live.',
      other: '{count} steps kept, {taken} of {most} MiB. Drag, arrow keys, Home for the first, End for live.',
    },
    keptWithUndo: {
      one: '{count} step kept, {taken} of {most} MiB; {undo} MiB of weights for undo of edits. Drag, arrow keys, Home for the first, End for live.',
      other:
        '{count} steps kept, {taken} of {most} MiB; {undo} MiB of weights for undo of edits. Drag, arrow keys, Home for the first, End for live.',
    },
    keptOfRun: {
      one: '{count} step of run {run} kept. Drag, arrow keys, Home for the first, End for its end.',
      other: '{count} steps of run {run} kept. Drag, arrow keys, Home for the first, End for its end.',
    },
    none: 'Steps of the training are kept here once a flow is open.',
  },
  cards: {
    title: 'Training on a graphics card',
    description: "What to run and what to expect, by the card's maker",
    nvidia: {
      run: 'Run `npm run setup:tensorflow -- --gpu` on Linux (x64; on Windows in WSL 2) with driver 525 or newer, Python with pip and a C++ compiler: it fetches 3.4 GB, TensorFlow 2.21 with CUDA 12, and keeps 5.6 GB.',
      choose:
        'Then `npx diffeo backends --measure` shows the card under `tensorflow`; choose that in the menu of the status bar or with `--backend tensorflow`. `webgpu` is on offer too, with nothing to set up.',
      expect:
        'XLA compiles for seconds to half a minute before its first step. In the app training goes on on wasm meanwhile and moves over; `diffeo train` waits where a backend is asked for by name.',
      automatic:
        'Left on Automatic, a long run is timed on both, and moves where that saves at least a tenth of the time. Expect small flows to stay on wasm.',
      tried:
        'Tried: TensorFlow for the CPU, and the setup of CUDA up to its libraries being found. Not tried: any card of NVIDIA.',
    },
    amd: {
      run: 'There is nothing to set up: `webgpu` runs with the driver that draws the desktop, over Vulkan on Linux and Direct3D 12 on Windows. `npx diffeo backends` names the adapter.',
      choose:
        'Choose webgpu in the menu of the status bar or with `--backend webgpu`; left on Automatic, long runs of large flows are timed there and on wasm.',
      expect: 'It trains in 32 bits. Pictures, evaluations and questions to a model stay on wasm.',
      tensorflow:
        "`tensorflow` is TensorFlow for the CPU there: its wheels know no AMD card, and ROCm's are not taken.",
      tried:
        'Tried: WebGPU on an adapter that a processor stands in for, which Automatic never takes unmeasured. Not tried: any card of AMD.',
    },
    intel: {
      run: 'There is nothing to set up: `webgpu` runs over Vulkan on Linux and Direct3D 12 on Windows, on Arc cards and on the graphics of the processor. `npx diffeo backends` names the adapter.',
      choose:
        'Choose webgpu in the menu of the status bar or with `--backend webgpu`; `npx diffeo backends --measure` shows beforehand whether it is worth it.',
      shared:
        "The processor's own graphics share its memory and its power budget: left on Automatic a run moves there only where it was measured to be quicker.",
      expect: 'It trains in 32 bits; pictures and evaluations stay on wasm. `tensorflow` is TensorFlow for the CPU.',
      tried: 'Tried: WebGPU on an adapter that a processor stands in for. Not tried: any graphics of Intel.',
    },
    apple: {
      run: 'There is nothing to set up: `webgpu` runs over Metal. `npx diffeo backends` names the adapter.',
      choose:
        'Choose webgpu in the menu of the status bar or with `--backend webgpu`; left on Automatic, long runs of large flows are timed there and on wasm.',
      expect: 'It trains in 32 bits. Pictures, evaluations and questions to a model stay on wasm.',
      tensorflow: "`tensorflow` is TensorFlow for the CPU: Apple's Metal plug-in belongs to Python.",
      tried: 'Not tried: any Mac, with either of them.',
    },
  },
  compute: {
    automatic: 'Automatic',
    automaticThreads: 'as many as are fastest',
    trainsOn: 'Trains on {machine}. Change',
    trainOn: 'Train on',
    measure: 'Measure each',
    measuring: 'measuring, training waits…',
    measureHelp: 'training waits a second each',
    withCard: 'With a graphics card…',
    withCardHelp: 'what to run',
    precision: 'Precision, but of evaluations: those are in 64 bits',
    threadsOf: 'Threads of wasm',
    onLoss: 'When a device is lost or out of memory',
    threads: { one: '{count} thread', other: '{count} threads' },
    machine: '{backend}, {bits}-bit, {on}',
    bits32: '32-bit numbers',
    bits32Help: 'fastest',
    bits64: '64-bit numbers',
    bits64Help: 'about half the speed',
    goOn: 'Go on elsewhere',
    goOnHelp: 'from the last checkpoint',
    rest: 'Rest there',
    restHelp: 'at the last checkpoint',
    automaticHelp: 'the quickest, as measured',
    stepsPerSecond: '{speed} steps/s',
    notHere: 'not here',
    madeReady: '{backend} is made ready',
  },
  states: {
    empty: 'no flow open',
    opening: 'compiling',
    readyToTrain: 'ready to train',
    ready: 'ready',
    training: 'training',
    paused: 'paused',
    failed: 'failed',
    away: 'waits for the engine',
    faulty: 'to be mended',
    finished: 'finished',
    early: 'stopped early',
    earlyNote: 'best weights kept',
    target: 'target reached',
    stopped: 'stopped',
  },
  label: 'Training',
  seed: 'seed',
  progress: 'Progress of the run',
  step: 'step',
  speed: 'speed',
  stepsPerSecond: 'steps/s',
  timeLeft: 'time left',
  computesOn: 'computes on',
  run: 'Run',
  pause: 'Pause',
  again: 'Train again',
  resume: 'Resume',
  train: 'Train',
} as const
