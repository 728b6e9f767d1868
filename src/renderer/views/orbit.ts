export type Vec3 = readonly [number, number, number]

/** A camera on a sphere about the origin, third axis up: angles in radians, distance in units of the cube's half edge. */
export interface Orbit {
  readonly yaw: number
  readonly pitch: number
  readonly distance: number
}

export const homeOrbit: Orbit = { yaw: -0.85, pitch: 0.42, distance: 6.8 }

/** Just short of the poles, where "up" would turn over. */
const MAX_PITCH = 1.5

export function orbited(orbit: Orbit, yaw: number, pitch: number): Orbit {
  return {
    ...orbit,
    yaw: orbit.yaw + yaw,
    pitch: Math.min(MAX_PITCH, Math.max(-MAX_PITCH, orbit.pitch + pitch)),
  }
}

export function dollied(orbit: Orbit, factor: number): Orbit {
  return { ...orbit, distance: Math.min(20, Math.max(2.5, orbit.distance * factor)) }
}

/** Where the camera is. */
export function eyeOf({ yaw, pitch, distance }: Orbit): Vec3 {
  const across = distance * Math.cos(pitch)
  return [across * Math.cos(yaw), across * Math.sin(yaw), distance * Math.sin(pitch)]
}
