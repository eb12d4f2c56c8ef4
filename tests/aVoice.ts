// Voice notes as bytes: the head that a phone's recording begins with, and grain behind it.

/** As Chromium and Firefox begin one: EBML, and the name of the container. */
const webmHead = [
  0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 0x01, 0x42, 0xf7, 0x81, 0x01, 0x42, 0xf2, 0x81,
  0x04, 0x42, 0xf3, 0x81, 0x08, 0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d, 0x42, 0x87, 0x81, 0x04,
]

/** Another for each seed. */
export function aWebm(seed: number, size = 5000): ArrayBuffer {
  const bytes = new Uint8Array(size)
  for (let at = 0, state = seed + 1; at < size; at++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    bytes[at] = state >>> 16
  }
  bytes.set(webmHead)
  return bytes.buffer
}

/** As Safari begins one. */
export const anM4a = (seed: number, size = 5000): ArrayBuffer => {
  const bytes = new Uint8Array(aWebm(seed, size))
  bytes.set([0, 0, 0, 24, ...Buffer.from('ftypM4A ')])
  return bytes.buffer
}
