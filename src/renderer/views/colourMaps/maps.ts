/** The command line paints with the same maps, so they lie below both. */
export * from '@shared/catalogue/colourMaps/maps'
