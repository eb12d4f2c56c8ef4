import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256, sha256Pieces } from '#client/tiles/sha256Pieces.ts'

const bytesOf = (length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) % 256)
const expected = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000])('%i bytes have their name', (length) => {
  const hash = sha256()
  hash.add(bytesOf(length))
  expect(hash.end()).toBe(expected(bytesOf(length)))
})

it('pieces of any length have the name of the whole', () => {
  const bytes = bytesOf(5000)
  const hash = sha256()
  for (let at = 0, size = 1; at < bytes.length; at += size, size = 1 + ((size * 7) % 199))
    hash.add(bytes.subarray(at, Math.min(bytes.length, at + size)))
  expect(hash.end()).toBe(expected(bytes))
})

it('a file of several pieces has its name', async () => {
  const bytes = bytesOf(2_500_001)
  expect(await sha256Pieces(new Blob([bytes]))).toBe(expected(bytes))
})
