export * from './document'
export * from './nodes'
export * from './stack'
