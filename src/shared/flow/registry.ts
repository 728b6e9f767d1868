import type { BaseDefinition, BijectorDefinition } from './bijector'

/** The mathematics of every block in the catalogue. */
export const bijectorDefinitions: readonly BijectorDefinition[] = []

/** The mathematics of every base in the catalogue. */
export const baseDefinitions: readonly BaseDefinition[] = []
