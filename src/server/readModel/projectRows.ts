// Puts beside each row what figures are counted of, where a release wrote it that did not know of
// it: once after the update, and again after going back and forth between releases. Asked at each
// start by openServer.ts.
import type { Storage } from '../storage/port/storage.ts'

const perTransaction = 200

/** Returns how many rows it was missing for. Safe to be interrupted, and on two nodes at once. */
export async function projectRows(storage: Storage): Promise<number> {
  for (let done = 0; ;) {
    const rows = await storage.write(async (tx) => {
      const missing = await tx.unprojected(perTransaction)
      for (const row of missing) await tx.project(row)
      return missing.length
    })
    done += rows
    if (rows < perTransaction) return done
  }
}
