import type { Precision } from '../runtime/backend'

/**
 * Numbers of a polynomial, lowest power first, as each precision needs them. All here were fitted in 60 digits by least
 * squares at Chebyshev nodes, reweighted until the largest error was least (Lawson), and rounded one after another, the
 * lowest first, each time fitting the rest anew.
 */
export type Coefficients = Readonly<Record<Precision, readonly number[]>>

/** An odd function that rises from −1 to 1, as x P(x²)/Q(x²) for |x| ≤ `limit` and ±1 beyond. */
export interface Sigmoidal {
  readonly limit: number
  readonly numerator: readonly number[]
  readonly denominator: readonly number[]
}

/**
 * ln 2 in two parts, so that n·high is exact for every exponent n (Cody and Waite, Software Manual for the Elementary
 * Functions, 1980; the float64 parts are fdlibm's).
 */
export const ln2 = {
  float32: { high: 0.693359375, low: -2.1219444e-4 },
  float64: { high: 0.6931471803691238, low: 1.9082149292705877e-10 },
} as const

/** (e^r − 1 − r)/r² for |r| ≤ ½ ln 2: minimax for the relative error of e^r − 1, below 1.4e-8 and 1.9e-17. */
export const expTail: Coefficients = {
  float32: [4.9999997e-1, 1.6666546e-1, 4.1667495e-2, 8.36626e-3, 1.3865111e-3],
  float64: [
    0.5000000000000006, 0.1666666666666663, 0.04166666666657432, 0.008333333333364433, 0.0013888888932128316,
    0.00019841269771802596, 2.480150472907118e-5, 2.755736144227105e-6, 2.762622385418372e-7, 2.5068132563890058e-8,
  ],
}

/**
 * P with ln(1 + f) = 2s + s³P(s²), s = f/(2 + f), for √½ ≤ 1 + f ≤ √2: minimax for the relative error of the logarithm,
 * below 8.3e-10 and 1.3e-18.
 */
export const logTail: Coefficients = {
  float32: [6.6666776e-1, 3.9977583e-1, 2.9870903e-1],
  float64: [
    0.6666666666666735, 0.3999999999941033, 0.28571428743336896, 0.22222198473269364, 0.18183569741674227,
    0.15313905298695105, 0.14797474132523414,
  ],
}

/**
 * P with ln(1 + y) = s P(s²), s = y/(2 + y), for 0 ≤ y ≤ 1: minimax for the relative error, below 4.6e-9 and 1.4e-18.
 */
export const logOnePlus: Coefficients = {
  float32: [2, 6.666641e-1, 4.0021724e-1, 2.7998924e-1, 2.8024986e-1],
  float64: [
    2, 0.6666666666666631, 0.4000000000015592, 0.28571428547993805, 0.22222223962276347, 0.18181744156425733,
    0.15386555480844, 0.1330102697612034, 0.12105694939245112, 0.08341700384146741, 0.17015784069072068,
  ],
}

/** (sin r − r)/r³ in r² for |r| ≤ π/4: minimax for the relative error of sin, below 4.1e-9 and 3.8e-18. */
export const sineTail: Coefficients = {
  float32: [-1.6666655e-1, 8.33219e-3, -1.9518429e-4],
  float64: [
    -0.1666666666666663, 0.00833333333332188, -0.0001984126982942016, 2.755731356809792e-6, -2.5050740046811332e-8,
    1.5895809888764094e-10,
  ],
}

/** (cos r − 1 + r²/2)/r⁴ in r², likewise below 1.2e-10 and 6e-20. */
export const cosineTail: Coefficients = {
  float32: [4.1666646e-2, -1.3887311e-3, 2.4432555e-5],
  float64: [
    0.041666666666666595, -0.001388888888887335, 2.480158728901143e-5, -2.7557314220415033e-7, 2.0875705897252602e-9,
    -1.1358775520244324e-11,
  ],
}

/** tanh: minimax for the relative error, below 1.7e-8. */
export const tanhRatio: Sigmoidal = {
  limit: 8.7,
  numerator: [1, 1.3399953e-1, 3.5181395e-3, 2.098418e-5, 1.3884845e-8],
  denominator: [1, 4.6733272e-1, 2.5962576e-2, 3.3226717e-4, 7.9911683e-7],
}

/** erf: minimax for the relative error, below 2.2e-8. */
export const erfRatio: Sigmoidal = {
  limit: 3.95,
  numerator: [1.1283791, 1.9165501e-1, 5.2889504e-2, 3.8126765e-3, 2.8479242e-4, 2.0251637e-6],
  denominator: [1, 5.031825e-1, 1.1460309e-1, 1.5064172e-2, 1.1718239e-3, 3.7829526e-5],
}
