import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import { vi } from 'vitest'

/**
 * The part of the `electron` module that the app uses, without a binary behind it. Every class implements what it stands
 * for in electron.d.ts, so that an API that changes fails to compile here. Use as
 * `vi.mock('electron', () => import('./fakeElectron'))`, and `reset()` before each test.
 */

class FakeApp
  extends EventEmitter
  implements
    Pick<Electron.App, 'quit' | 'exit' | 'setPath' | 'enableSandbox' | 'requestSingleInstanceLock' | 'whenReady'>
{
  quit = vi.fn<Electron.App['quit']>()
  exit = vi.fn<Electron.App['exit']>()
  setPath = vi.fn<Electron.App['setPath']>()
  enableSandbox = vi.fn<Electron.App['enableSandbox']>()
  requestSingleInstanceLock = vi.fn<Electron.App['requestSingleInstanceLock']>(() => true)
  whenReady = vi.fn<Electron.App['whenReady']>(() => Promise.resolve())
}
export const app = new FakeApp()

class FakeSession
  extends EventEmitter
  implements
    Pick<Electron.Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>
{
  setPermissionRequestHandler = vi.fn<Electron.Session['setPermissionRequestHandler']>()
  setPermissionCheckHandler = vi.fn<Electron.Session['setPermissionCheckHandler']>()
  setDevicePermissionHandler = vi.fn<Electron.Session['setDevicePermissionHandler']>()
}
export const session = { defaultSession: new FakeSession() }

export const protocol = {
  registerSchemesAsPrivileged: vi.fn<Electron.Protocol['registerSchemesAsPrivileged']>(),
  handle: vi.fn<Electron.Protocol['handle']>(),
} satisfies Partial<Electron.Protocol>

export const ipcMain = new EventEmitter()

export const dialog = {
  showOpenDialog:
    vi.fn<(window: unknown, options: Electron.OpenDialogOptions) => Promise<Electron.OpenDialogReturnValue>>(),
  showSaveDialog:
    vi.fn<(window: unknown, options: Electron.SaveDialogOptions) => Promise<Electron.SaveDialogReturnValue>>(),
  showErrorBox: vi.fn<Electron.Dialog['showErrorBox']>(),
}

export const Menu = {
  buildFromTemplate: vi.fn<(template: Electron.MenuItemConstructorOptions[]) => unknown>((template) => template),
  setApplicationMenu: vi.fn<(menu: unknown) => void>(),
}

export const screen = {
  getAllDisplays: vi.fn<() => Pick<Electron.Display, 'workArea'>[]>(() => [
    { workArea: { x: 0, y: 0, width: 1920, height: 1080 } },
  ]),
}

/** One end of a channel of the main process: delivers only after `start`, as the real one does. */
export class FakePort
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'postMessage' | 'start' | 'close'>
{
  other: FakePort | null = null
  #started = false
  #early: unknown[] = []

  postMessage(message: unknown): void {
    const copy: unknown = structuredClone(message)
    queueMicrotask(() => this.other?.receive(copy))
  }

  receive(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] })
    else this.#early.push(data)
  }

  start(): void {
    this.#started = true
    for (const data of this.#early.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    const { other } = this
    this.other = null
    other?.close()
    if (other) this.emit('close')
  }
}

export class MessageChannelMain {
  readonly port1 = new FakePort()
  readonly port2 = new FakePort()

  constructor() {
    this.port1.other = this.port2
    this.port2.other = this.port1
  }
}

/** A page's frame; what main posts to it, with ports, is kept. */
export class FakeFrame implements Pick<Electron.WebFrameMain, 'url' | 'postMessage'> {
  readonly posted: { channel: string; ports: FakePort[] }[] = []

  constructor(
    readonly url: string,
    readonly parent: FakeFrame | null = null,
  ) {}

  postMessage(channel: string, _message: unknown, ports: unknown[] = []): void {
    this.posted.push({ channel, ports: ports as FakePort[] })
  }
}

let nextId = 1
export class FakeContents
  extends EventEmitter
  implements Pick<Electron.WebContents, 'id' | 'getURL' | 'reload' | 'setWindowOpenHandler'>
{
  readonly id = nextId++
  url = ''
  getURL = () => this.url
  reload = vi.fn<Electron.WebContents['reload']>()
  setWindowOpenHandler = vi.fn<Electron.WebContents['setWindowOpenHandler']>()
}

export class BrowserWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      'show' | 'focus' | 'maximize' | 'restore' | 'isMaximized' | 'isMinimized' | 'getNormalBounds' | 'loadURL'
    >
{
  static readonly all: BrowserWindow[] = []
  readonly webContents = new FakeContents()
  bounds = { x: 10, y: 20, width: 1500, height: 950 }

  constructor(readonly options: Electron.BrowserWindowConstructorOptions) {
    super()
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }

  show = vi.fn<Electron.BrowserWindow['show']>()
  focus = vi.fn<Electron.BrowserWindow['focus']>()
  maximize = vi.fn<Electron.BrowserWindow['maximize']>()
  restore = vi.fn<Electron.BrowserWindow['restore']>()
  isMaximized = vi.fn<Electron.BrowserWindow['isMaximized']>(() => false)
  isMinimized = vi.fn<Electron.BrowserWindow['isMinimized']>(() => false)
  getNormalBounds = () => this.bounds
  loadURL = (url: string) => {
    this.webContents.url = url
    return Promise.resolve()
  }
}

/** A utility process; a test plays the engine by `postMessage` in and 'message' out. */
export class FakeUtilityProcess extends EventEmitter implements Pick<Electron.UtilityProcess, 'postMessage' | 'kill'> {
  readonly stdout = Object.assign(new EventEmitter(), { setEncoding: () => this.stdout })
  readonly stderr = Object.assign(new EventEmitter(), { setEncoding: () => this.stderr })
  /** What arrives inside the process. */
  readonly inside = new EventEmitter()

  postMessage(message: unknown): void {
    const copy: unknown = structuredClone(message)
    queueMicrotask(() => this.inside.emit('message', copy))
  }

  kill(): boolean {
    queueMicrotask(() => this.emit('exit', 9))
    return true
  }
}

export const utilityProcess = {
  started: [] as FakeUtilityProcess[],
  fork: vi.fn((_entry: string, _args?: string[], _options?: Electron.ForkOptions): FakeUtilityProcess => {
    const child = new FakeUtilityProcess()
    utilityProcess.started.push(child)
    return child
  }),
}

/** Back to a module that nobody has used. */
export function reset(): void {
  vi.clearAllMocks()
  app.removeAllListeners()
  ipcMain.removeAllListeners()
  session.defaultSession.removeAllListeners()
  BrowserWindow.all.length = 0
  utilityProcess.started.length = 0
}
