/**
 * ln 2 in two parts, so that n·high is exact for every exponent n (Cody and Waite, Software Manual for the Elementary
 * Functions, 1980; the float64 parts are fdlibm's).
 */
export const ln2 = {
  float32: { high: 0.693359375, low: -2.1219444e-4 },
  float64: { high: 0.6931471803691238, low: 1.9082149292705877e-10 },
} as const
