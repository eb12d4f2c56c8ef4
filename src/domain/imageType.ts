// What a file is, by its first bytes; names and declared types are not believed.

export type ImageType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic'

export const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to))

export function imageTypeOf(head: Uint8Array): ImageType | null {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg'
  if (head[0] === 0x89 && ascii(head, 1, 4) === 'PNG' && head[4] === 0x0d && head[5] === 0x0a)
    return 'image/png'
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return 'image/webp'
  if (ascii(head, 4, 8) === 'ftyp' && /^(hei[cfmsx]|hev[cx]|mif1|msf1)/.test(ascii(head, 8, 12)))
    return 'image/heic'
  return null
}
