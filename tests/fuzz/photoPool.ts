// A few photos, small and large, made once. Two people may well have the same one.
import { sha256 } from '#client/photos/sha256.ts'
import type { PreparedPhoto } from '#client/photos/photoRequest.ts'
import { aJpeg } from '../world.ts'

const pool = new Map<number, Promise<PreparedPhoto>>()

/** Every third is too large for one PUT. */
const bytesOf = (pick: number): number => (pick % 3 === 2 ? 70_000 : 2_000)

async function prepare(pick: number): Promise<PreparedPhoto> {
  const [bytes, thumbBytes] = [aJpeg(pick * 2, bytesOf(pick)), aJpeg(pick * 2 + 1, 300)]
  const blob = async (data: ArrayBuffer) => ({ hash: await sha256(data), bytes: data.byteLength })
  return {
    bytes,
    thumbBytes,
    ref: { ...(await blob(bytes)), thumb: await blob(thumbBytes), width: 8, height: 8, takenAt: 1 },
  }
}

export function aPreparedPhoto(pick: number): Promise<PreparedPhoto> {
  const known = pool.get(pick) ?? prepare(pick)
  pool.set(pick, known)
  return known
}
