/**
 * What travels between the renderer, the host (main process) and the engine process, idea by idea. Messages are tagged unions;
 * everything that arrives is validated with the schemas of these files before it is used. Typed arrays travel as they are over
 * ports that clone them and through `codec.ts` over those that carry bytes.
 */

export * from './answers'
export * from './dataCalls'
export * from './dataDescription'
export * from './engine'
export * from './engineEvents'
export * from './host'
export * from './library'
export * from './machine'
export * from './messages'
export * from './opened'
export * from './presentRun'
export * from './runDeeds'
export * from './runs'
export * from './settings'
export * from './tabs'
export * from './views'

export const PROTOCOL_VERSION = 1
