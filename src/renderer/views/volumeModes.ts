/** What a ray through a volume shows: all it passes, the surfaces of regions, or its densest place. In the shader's order. */
export const volumeModes = ['volume', 'surfaces', 'maximum'] as const
export type VolumeMode = (typeof volumeModes)[number]
