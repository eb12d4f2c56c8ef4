// Takes the demo's photos (drawPhoto.ts), names them by their hash and keeps their bytes for
// whoever stores them.
import { createHash } from 'node:crypto'
import type { Instant, PhotoHash } from '#domain/ids.ts'
import type { PhotoRef, PhotoRole } from '#domain/photo.ts'
import type { Position } from '#domain/position.ts'
import { drawPhoto, photoSize, type PhotoOptions } from './drawPhoto.ts'

export interface DemoAlbum {
  blobs: Map<PhotoHash, Uint8Array>
  take(options: PhotoOptions, role: PhotoRole, takenAt: Instant, position?: Position): PhotoRef
}

export function demoAlbum(): DemoAlbum {
  const blobs = new Map<PhotoHash, Uint8Array>()
  const keep = (bytes: Uint8Array): { hash: PhotoHash; bytes: number } => {
    const hash = createHash('sha256').update(bytes).digest('hex') as PhotoHash
    blobs.set(hash, bytes)
    return { hash, bytes: bytes.length }
  }
  return {
    blobs,
    take(options, role, takenAt, position) {
      const { full, thumb } = drawPhoto(options)
      const { width, height } = photoSize
      return {
        ...keep(full),
        width,
        height,
        role,
        takenAt,
        ...(position ? { position } : {}),
        thumb: keep(thumb),
      }
    },
  }
}
