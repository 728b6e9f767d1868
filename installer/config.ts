import { readFileSync } from 'node:fs'
import type { Configuration } from 'electron-builder'
import { onlyFor } from './dependencies'

/**
 * What the installers hold and how they install it: `npm run dist:linux`, `dist:win` and `dist:mac`, which write to
 * `dist/`. Paths are relative to the project.
 */

/** A package must name both. `.invalid` is for addresses that are none (RFC 2606): Diffeo has no site of its own. */
const HOMEPAGE = 'https://diffeo.invalid'
const MAINTAINER = 'The Diffeo developers <developers@diffeo.invalid>'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Parameters<typeof onlyFor>[0]

/** electron-builder finds a certificate by these. */
const certified = process.env['CSC_LINK'] !== undefined || process.env['CSC_NAME'] !== undefined

export default {
  appId: 'app.diffeo.Diffeo',
  productName: 'Diffeo',
  executableName: 'diffeo',
  copyright: 'The Diffeo developers, MIT licence',
  extraMetadata: { homepage: HOMEPAGE },
  directories: { output: 'dist', buildResources: 'installer' },
  publish: null, // nothing is uploaded, and nothing looks for updates

  files: [
    'package.json',
    'out/**',
    // the programs of a checkout: a packed app is no Node to run them
    '!out/main/{cli,start,web,checkTensorflow}.js',
    'resources/**',
    '!resources/{setup,screenshot.png,gallery/make.mjs}',
    'installer/icons/256x256.png',
    // Dawn for this system alone: the package brings those of all
    '!node_modules/webgpu/dist/!(${platform}-${arch}|${platform}-universal){,/**}',
    // TensorFlow's binding is built on the machine that it runs on, in a folder of its own
    ...onlyFor(lock, '@tensorflow/tfjs-node-gpu').map((name) => `!node_modules/${name}{,/**}`),
    // what is bundled, and what nothing loads: of each of tfjs's packages the one file that Node takes
    '!node_modules/{zod,commander,@types}{,/**}',
    '!node_modules/@tensorflow/*/{src,benchmark}{,/**}',
    '!node_modules/@tensorflow/*/dist/!(*.node.js|*.wasm)',
    '!node_modules/webgpu/build{,/**}',
    '!node_modules/**/*.{map,md,d.ts,d.mts,d.cts}',
  ],
  asar: true,
  asarUnpack: ['**/*.{node,so,so.*,dll,dylib}'], // a system loads its libraries from files only
  npmRebuild: false, // Dawn's binding is of Node-API, the same for every Node

  // https://www.electronjs.org/docs/latest/tutorial/fuses
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    // Playwright drives the app by them: on in builds that are tested, never in those that are given away
    enableNodeCliInspectArguments: process.env['DIFFEO_TEST_BUILD'] === '1',
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
    enableCookieEncryption: true,
    resetAdHocDarwinSignature: true,
  },
  // an Electron that is there already: its folder or its zip
  electronDist: process.env['DIFFEO_ELECTRON_DIST'] ?? null,

  linux: {
    target: ['AppImage', 'deb'],
    icon: 'installer/icons',
    category: 'Science;Education',
    synopsis: 'A studio for normalizing flows',
    maintainer: MAINTAINER,
    vendor: 'The Diffeo developers',
    syncDesktopName: true,
    mimeTypes: ['application/vnd.diffeo.flow+json', 'application/vnd.diffeo.model+json'],
  },
  deb: {
    // what the two types are: electron-builder's own list of them could not say that they are JSON as well
    fpm: [`${import.meta.dirname}/mime.xml=/usr/share/mime/packages/diffeo.xml`],
  },

  win: { target: ['nsis'], icon: 'installer/icon.ico' },
  nsis: {
    oneClick: false,
    allowToChangeInstallationDirectory: true,
    perMachine: false,
    include: 'installer/installer.nsh',
    license: 'LICENSE',
  },

  mac: {
    target: ['dmg'],
    icon: 'installer/icon.icns',
    category: 'public.app-category.education',
    // without a certificate it is signed as nobody's, which runs where it was built
    identity: certified ? undefined : '-',
    hardenedRuntime: certified,
    // The system looks at the last part of a name only: among the programs for JSON, never the first of them.
    fileAssociations: [{ ext: 'json', name: 'Flow document or model', role: 'Editor', rank: 'Alternate' }],
  },
  dmg: { icon: 'installer/icon.icns', title: '${productName} ${version}' },
} satisfies Configuration
