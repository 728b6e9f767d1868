export * from './document'
export * from './groups'
export * from './nodes'
export * from './stack'
