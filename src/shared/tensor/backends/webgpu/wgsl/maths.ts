import {
  cosineTail,
  erfRatio,
  expTail,
  ln2,
  logOnePlus,
  logTail,
  sineTail,
  tanhRatio,
  type Sigmoidal,
} from '../../approximations'

/** A number as WGSL has it. It is finite: what is not has no literal. */
export const literal = (x: number): string => {
  const text = `${Math.fround(x)}f`
  return text.startsWith('-') ? `(${text})` : text
}

/** c₀ + c₁x + … by Horner's rule. */
const polynomial = (x: string, coefficients: readonly number[]): string =>
  coefficients
    .slice(0, -1)
    .reduceRight((sum, c) => `fma(${sum}, ${x}, ${literal(c)})`, literal(coefficients[coefficients.length - 1]))

/** See `sigmoidal` of the wasm backend. */
const ratio = (name: string, { limit, numerator, denominator }: Sigmoidal): string => `
fn ${name}(operand: f32) -> f32 {
  let x = clamp(operand, ${literal(-limit)}, ${literal(limit)});
  let z = x * x;
  let value = clamp(x * ${polynomial('z', numerator)} / ${polynomial('z', denominator)}, -1f, 1f);
  return select(value, operand, isNan(operand));
}`

const { high, low } = ln2.float32

/** x = n ln 2 + r. */
const reduceExp = `
  let n = round(c * ${literal(Math.LOG2E)});
  let r = fma(-n, ${literal(low)}, fma(-n, ${literal(high)}, c));
  let half = bitcast<f32>(u32(i32(n) + 126) << 23u);`

const [halfRoot, one] = ['0x3f3504f3u', '0x3f800000u']

/** π/2 in three parts of 8 bits and a rest: products with whole numbers below 2¹⁶ are exact (Cody and Waite). */
const halfPi = [1.5703125, 4.825592041015625e-4, 1.2665987014770508e-6, 9.920935796805404e-10]

/**
 * The functions that WGSL lacks, or has with a larger error than single precision need have. NaN goes through all of
 * them, told by its bits: a comparison may be compiled as if there were none. None branches, not even by `&&`: see
 * `binaryText`. Formulas and coefficients are those of the wasm backend.
 */
export const maths: Readonly<Record<string, string>> = {
  isNan: `
fn isNan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }`,
  isFinite: `
fn isFinite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) < 0x7f800000u; }`,
  infinity: `
var<private> zero: f32 = 0f;
var<private> infinityBits: u32 = 0x7f800000u;
fn infinity() -> f32 { return bitcast<f32>(infinityBits); }
fn noNumber() -> f32 { return bitcast<f32>(infinityBits | 0x400000u); }`,
  max_: `
fn max_(a: f32, b: f32) -> f32 { return select(max(a, b), a + b, isNan(a) | isNan(b)); }`,
  min_: `
fn min_(a: f32, b: f32) -> f32 { return select(min(a, b), a + b, isNan(a) | isNan(b)); }`,
  sign_: `
fn sign_(x: f32) -> f32 { return select(sign(x), x, isNan(x)); }`,
  exp_: `
fn exp_(x: f32) -> f32 {
  let c = clamp(x, -87f, 89f);${reduceExp}
  let value = half * ${polynomial('r', [2, 2, ...expTail.float32.map((c) => 2 * c)])};
  return select(value, x, isNan(x));
}`,
  expm1_: `
fn expm1_(x: f32) -> f32 {
  let c = clamp(x, -20f, 89f);${reduceExp}
  let lessOne = fma(r * r, ${polynomial('r', expTail.float32)}, r);
  return select(2f * fma(half, lessOne, half - 0.5f), x, isNan(x));
}`,
  logarithm: `
fn assembleLog(e: f32, y: f32) -> f32 {
  let s = y / (2f + y);
  let z = s * s;
  let h = 0.5f * y * y;
  let bend = fma(z, ${polynomial('z', logTail.float32)}, h);
  return fma(e, ${literal(high)}, y + (fma(s, bend, e * ${literal(low)}) - h));
}
fn endsOfLog(x: f32, value: f32) -> f32 {
  let positive = select(x, value, isFinite(x));
  let below = select(noNumber(), -infinity(), (bitcast<u32>(x) & 0x7fffffffu) == 0u);
  return select(positive, below, !isNan(x) & (x <= 0f));
}`,
  log_: `
fn log_(x: f32) -> f32 {
  let tiny = x < 1.17549435e-38f;
  let moved = bitcast<u32>(select(x, x * 16777216f, tiny)) + (${one} - ${halfRoot});
  let e = f32(i32(moved >> 23u) - 127) - select(0f, 24f, tiny);
  let y = bitcast<f32>((moved & 0x7fffffu) + ${halfRoot}) - 1f;
  return endsOfLog(x, assembleLog(e, y));
}`,
  log1p_: `
fn log1p_(x: f32) -> f32 {
  let onePlus = x + 1f;
  let moved = bitcast<u32>(onePlus) + (${one} - ${halfRoot});
  let e = i32((moved >> 23u) & 0xffu) - 127;
  let scale = bitcast<f32>(u32(clamp(129 - e, 1, 254)) << 23u);
  let y = 0.25f * fma(x, scale, scale - 4f);
  return endsOfLog(onePlus, assembleLog(f32(e), y));
}`,
  softplus_: `
fn softplus_(x: f32) -> f32 {
  let y = exp_(-abs(x));
  let s = y / (y + 2f);
  let z = s * s;
  return select(fma(s, ${polynomial('z', logOnePlus.float32)}, max(x, 0f)), x, isNan(x));
}`,
  sigmoid_: `
fn sigmoid_(x: f32) -> f32 {
  let e = exp_(-abs(x));
  return select(e, 1f, x >= 0f) / (1f + e);
}`,
  tanh_: ratio('tanh_', tanhRatio),
  erf_: ratio('erf_', erfRatio),
  sine: `
fn rotated(x: f32, turns: i32) -> f32 {
  let q = round(x * ${literal(2 / Math.PI)});
  let r = ${halfPi.reduce((left, part) => `fma(-q, ${literal(part)}, ${left})`, 'x')};
  let quadrant = i32(q) + turns;
  let z = r * r;
  let sine = fma(r * z, ${polynomial('z', sineTail.float32)}, r);
  let cosine = fma(z * z, ${polynomial('z', cosineTail.float32)}, fma(z, -0.5f, 1f));
  let value = select(sine, cosine, (quadrant & 1) == 1);
  return select(select(value, -value, (quadrant & 2) == 2), noNumber(), !isFinite(x) | (abs(x) > 1e5f));
}
fn sin_(x: f32) -> f32 { return rotated(x, 0); }
fn cos_(x: f32) -> f32 { return rotated(x, 1); }`,
}

/** All of them, in an order in which what is used comes first. WGSL itself asks for no order. */
export const mathsText: string = Object.values(maths).join('\n')
