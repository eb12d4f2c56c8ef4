// Records of a rescue file that cannot be taken in now: kept sealed as they came, charged to
// whoever answers for them, and told to the supervisors. Asked by importRescue.ts.
import type { Fault } from '#domain/fault.ts'
import type { Instant } from '#domain/ids.ts'
import type { Frame, RescueHeader, RescueTally } from '#protocol/rescueFile.ts'
import { type Ledger, ledgerOf } from '../ledger/ledger.ts'
import { adminChain } from '../storage/port/audit.ts'
import type { Device, Storage, WriteTx } from '../storage/port/storage.ts'
import type { Owner } from './rescueOwner.ts'

export type Aside = 'damaged' | 'noOwner' | 'contentMissing' | 'notAnImage'

interface ImportedFile {
  header: RescueHeader
  broughtBy: Device
  owner: Owner | null
  at: Instant
}

/**
 * Null where there was room. Whoever proves to have written the file answers for what it holds,
 * else who brought it.
 */
export async function setAsideUnread(
  deps: { storage: Storage; ledger?: Ledger },
  { header: { file }, broughtBy, owner, at, tally }: ImportedFile & { tally: RescueTally },
  frames: readonly Frame[],
  aside: readonly { frame: Frame; reason: Aside }[],
): Promise<Fault | null> {
  const ledger = ledgerOf(deps)
  return deps.storage.write(async (tx) => {
    const before = new Set((await tx.setAsideOf(file)).map(({ idx }) => idx))
    const refused = new Set(aside.map(({ frame }) => frame.index))
    const kept = aside.map(({ frame, reason }) => ({
      idx: frame.index,
      reason,
      frame: Buffer.from(frame.sealed).toString('base64'),
    }))
    const fresh = kept.filter(({ idx }) => !before.has(idx))
    const chargedTo = (owner?.device ?? broughtBy).memberId
    const amount = {
      items: fresh.length,
      bytes: fresh.reduce((sum, { frame }) => sum + frame.length, 0),
    }
    const noRoom =
      fresh.length > 0
        ? await ledger.charge(tx, { memberId: chargedTo, account: 'rescue', now: at }, amount)
        : null
    if (noRoom) return noRoom
    for (const { index } of frames) {
      const gone =
        !refused.has(index) && before.has(index) ? await tx.dropSetAside(file, index) : null
      if (gone?.chargedTo)
        await ledger.release(
          tx,
          { memberId: gone.chargedTo, account: 'rescue', now: at },
          { items: 1, bytes: gone.bytes },
        )
    }
    for (const each of kept)
      await tx.putSetAside({ file, broughtBy: broughtBy.id, chargedTo, at, ...each })
    if (before.size > 0 || aside.length > 0) await tellAside(tx, { file, broughtBy, owner, at })
    await tx.putAudit(adminChain, {
      at,
      action: 'rescueTaken',
      actor: broughtBy.memberId,
      device: broughtBy.id,
      detail: { file, of: owner?.device.id ?? null, ...tally },
    })
    return null
  })
}

async function tellAside(
  tx: WriteTx,
  { file, broughtBy, owner, at }: Omit<ImportedFile, 'header'> & { file: string },
): Promise<void> {
  const [first, ...more] = await tx.setAsideOf(file)
  // Without a proven owner the supervisors of whoever brought the file see to it.
  const whose = {
    deviceId: owner?.device.id ?? null,
    memberId: (owner?.device ?? broughtBy).memberId,
  }
  if (first)
    return tx.recordIncident(
      {
        type: 'rescueSetAside',
        subject: file,
        ...whose,
        detail: { records: more.length + 1, reason: first.reason },
      },
      at,
    )
  for (const each of await tx.openIncidentsOf({ type: 'rescueSetAside', subject: file }))
    await tx.closeIncident(each.id, { at, by: null, note: null })
}
