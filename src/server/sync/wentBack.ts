// A whole data folder that was put back from an older copy says nothing of it. Phones do: a cursor
// ahead of the head of its scope, under the same epoch, was given by a database that knew more.
// Then the database begins a new epoch, once after a start: within a process it cannot go back, so
// whoever says it again under that epoch is not to be believed.
import type { DeviceId, Instant, ScopeId } from '#domain/ids.ts'
import { beginEpoch } from '../storage/beginEpoch.ts'
import type { Log } from '../settings/log.ts'
import type { ReadTx, Storage } from '../storage/port/storage.ts'

export interface WhatAPhoneSaw {
  device: DeviceId
  /** As the phone was last told. */
  epoch: string | null
  /** Of scopes that its member may read. */
  cursors: Record<string, number>
}

/** One for each process. */
export function watchForGoingBack({
  storage,
  now,
  log,
}: {
  storage: Storage
  now: () => Instant
  log: Log
}): (seen: WhatAPhoneSaw, scopes: readonly ScopeId[]) => Promise<void> {
  let epochAtStart: string | null = null
  const isAhead = async (
    tx: ReadTx,
    { epoch, cursors }: WhatAPhoneSaw,
    scopes: readonly ScopeId[],
  ): Promise<boolean> => {
    if (epoch === null || (await tx.epoch()) !== epoch) return false
    const heads = await tx.heads(scopes)
    return scopes.some((scope) => (cursors[scope] ?? 0) > (heads.get(scope) ?? 0))
  }
  return async (seen, scopes) => {
    epochAtStart ??= await storage.read((tx) => tx.epoch())
    if (seen.epoch !== epochAtStart || !(await storage.read((tx) => isAhead(tx, seen, scopes))))
      return
    const isBegun = await storage.write(async (tx) => {
      if (!(await isAhead(tx, seen, scopes))) return false
      await beginEpoch(tx, now(), 'phone', seen.device)
      return true
    })
    if (isBegun) log.error({}, wentBack)
  }
}

const wentBack =
  'A phone has seen more of the database than it holds: it was put back from an older copy. It is served as a new one, and phones resend ' +
  'what they keep. If there is a newer copy, stop the server and put it back; with a backup, stop it and run: restore --new-epoch'
