const FRACTION = 320n // bits after the point
const ONE = 1n << FRACTION

const PI_DIGITS =
  '31415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679'
const pi = (BigInt(PI_DIGITS) << FRACTION) / 10n ** BigInt(PI_DIGITS.length - 1)

/** ⌊√n⌋ by Newton's method from above. */
function root(n: bigint): bigint {
  let x = 1n << BigInt(n.toString(2).length)
  for (;;) {
    const next = (x + n / x) >> 1n
    if (next >= x) return x
    x = next
  }
}
const twoOverRootPi = (2n * ONE * ONE) / root(pi << FRACTION)

/** The error function in float64, from its Maclaurin series 2/√π Σ (−1)ⁿ x²ⁿ⁺¹/(n! (2n + 1)) in 320 bits. */
export function exactErf(x: number): number {
  const a = Math.abs(x)
  if (!(a < 6.5)) return Math.sign(x)
  if (a < 2 ** -60) return x * (2 / Math.sqrt(Math.PI))
  const fixed = BigInt(a * 2 ** 120) << (FRACTION - 120n) // exact: a has its last bit above 2⁻¹²⁰
  const square = (fixed * fixed) >> FRACTION
  let sum = 0n
  let term = fixed
  for (let k = 1n; term !== 0n; k++) {
    sum += term / (2n * k - 1n)
    term = (-term * square) / (ONE * k)
  }
  return Math.sign(x) * Number((sum * twoOverRootPi) >> FRACTION) * 2 ** -Number(FRACTION)
}
