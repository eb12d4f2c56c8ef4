// How much this link takes at once, and what did not get through it: kept from round to round by
// the loop, read and moved by syncOnce.ts.
import type { ChangeId } from '#domain/ids.ts'
import { protocolLimits } from '#protocol/messages.ts'
import type { OutboxEntry } from '../db/tables.ts'
import { type ChunkSizer, newChunkSizer } from './chunkSizer.ts'

export interface SendWindow {
  changes: number
  photoChunks: ChunkSizer
  /** Changes that no request got through with, and when that was last tried. */
  refusedAt: Map<ChangeId, number>
}

/**
 * What stood between the phone and the server may have gone: the body is resent after so
 * long.
 */
const withheldRetryMs = 3_600_000

export const newSendWindow = (): SendWindow => ({
  changes: protocolLimits.changesPerPush,
  photoChunks: newChunkSizer(),
  refusedAt: new Map(),
})

/** A clock that was put back ends the rest: by the old time it might last for years. */
export function isBackingOff({ refusedAt }: SendWindow, { id }: OutboxEntry, now: number): boolean {
  const restedMs = now - (refusedAt.get(id) ?? -Infinity)
  return restedMs >= 0 && restedMs < withheldRetryMs
}
