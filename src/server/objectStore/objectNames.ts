// How objects are called by what they hold.
import { createHash } from 'node:crypto'

export const photoName = (hash: string): string =>
  `photos/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`

/** Of a file that is no photo: a base map, a plan picture. */
export const assetName = (hash: string): string =>
  `assets/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')
