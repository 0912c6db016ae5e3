import { normalQuantileOfTail } from './normal.ts'

/** A stream of random numbers that is the same for the same seed on every machine. */
export interface Random {
  /** Uniform in (0, 1). */
  readonly uniform: () => number
  /** Standard normal. */
  readonly normal: () => number
}

/** xoshiro128** (Blackman and Vigna 2018), seeded through splitmix32; normals by inversion. */
export function randomOf(seed: number): Random {
  let mix = seed | 0
  const next = () => {
    mix = (mix + 0x9e3779b9) | 0
    let t = mix ^ (mix >>> 16)
    t = Math.imul(t, 0x21f0aaad)
    t ^= t >>> 15
    t = Math.imul(t, 0x735a2d97)
    return t ^ (t >>> 15)
  }
  let a = next()
  let b = next()
  let c = next()
  let d = next()
  const uniform = () => {
    const r = Math.imul(b, 5)
    const out = Math.imul((r << 7) | (r >>> 25), 9)
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d << 11) | (d >>> 21)
    return ((out >>> 0) + 0.5) / 4294967296
  }
  return { uniform, normal: () => normalQuantileOfTail(uniform()) }
}
