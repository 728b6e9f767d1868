import { chmodSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const resolve = { alias: { '@shared': at('src/shared') } }

/** `npx diffeo` runs the file itself; npm makes it a program when it installs, and a later build writes it anew. */
const makeProgram = {
  name: 'make-program',
  writeBundle: () => {
    chmodSync(at('out/main/cli.js'), 0o755)
  },
}

export default defineConfig({
  main: {
    resolve,
    plugins: [makeProgram],
    build: {
      // Dependencies stay in node_modules: Node loads them, nothing is bundled twice. But those that every command needs
      // are bundled with what is used of them: zod alone is some 90 files to find, read and compile.
      externalizeDeps: { exclude: ['zod', 'commander'], include: ['webgpu'] },
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          start: at('src/main/start.ts'),
          engine: at('src/main/engine/index.ts'),
          worker: at('src/main/engine/threads/worker.ts'),
          tensorflowThread: at('src/main/tensorflow/graph/thread.ts'),
          web: at('src/main/web/index.ts'),
          cli: at('src/main/cli/index.ts'),
          checkTensorflow: at('src/main/tensorflow/check.ts'),
        },
      },
    },
  },
  preload: {
    resolve,
    build: {
      // A sandboxed preload can require only Electron's own modules, so everything else is bundled into one CommonJS file.
      externalizeDeps: false,
      rolldownOptions: { input: at('src/preload/index.ts'), output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: at('src/renderer'),
    resolve,
    plugins: [vue()],
    // The content-security policy takes fonts and images from our own origin only, never from data: URLs.
    build: { assetsInlineLimit: 0, rolldownOptions: { input: at('src/renderer/index.html') } },
  },
})
