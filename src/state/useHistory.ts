// What stood in a record before, and the way to put it back: an ordinary patch like every other
// act.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { historyByRow } from '#client/queries/historyViews.ts'
import { phoneReader } from '#client/phone/phoneReader.ts'
import { fault } from '#domain/fault.ts'
import type { HistoryEntry } from '#domain/history.ts'
import { putBack } from '#records/putBack.ts'
import type { ChangeId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { Report } from '#domain/report.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useSaveChange } from './useSaveChange.ts'
import { useLive } from './useLive.ts'
import { useSession } from './useSession.ts'

export const useHistory = defineStore('history', () => {
  const device = useDevice()
  const session = useSession()
  const saveChange = useSaveChange()
  const rows = useLive(
    () => session.current,
    (phone) => phone.rows('history'),
    [],
    300,
  )
  const byRow = computed(() => historyByRow(rows.value.value))

  return {
    isLoaded: rows.isLoaded,
    /** Newest first; empty for whoever may not read it. */
    of: (row: string): readonly HistoryEntry[] => byRow.value.get(row) ?? [],
    /** The patch that would put it back into the report as it is shown. */
    patchOf: (entry: HistoryEntry, report: Report): ReturnType<typeof putBack> =>
      putBack(entry, { t: entry.concerns.t, id: report.id, f: { ...report }, fv: {} }),
    /** Gives the change it became; for a moment it can be taken back. */
    putBack: async (entry: HistoryEntry): Promise<Result<ChangeId>> => {
      const current = session.current
      if (!current) return fail(fault('signedOut'))
      const { t, row } = entry.concerns
      const part = putBack(entry, await phoneReader(current).row(t, row))
      if (!part.ok) return part
      const id = newId<ChangeId>(device.environment.now(), crypto)
      const kept = await saveChange({ id, t, row, op: 'patch', ...part.value }, [], {
        isRecallable: true,
      })
      return kept.ok ? succeed(id) : kept
    },
  }
})
