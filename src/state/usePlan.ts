// The plan with the version of each row, for those who draw it, and what was done to it lately.
// Altering it needs the connection: it is one act for everybody and nothing of it waits here.
import { computed, toRaw } from 'vue'
import { importPlan, type PlanImportInput, undoImport } from '#client/http/plan.ts'
import type { Grid } from '#domain/grid.ts'
import type { GridId, PlanImportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { Place } from '#domain/place.ts'
import type { Plan, PlanRowChange, Versioned } from '#domain/plan/plan.ts'
import type { PlanImport } from '#domain/plan/planImport.ts'
import { succeed, type Result } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useCachedRows } from './useCachedRows.ts'
import { useRights } from './useRights.ts'
import { useSync } from './useSync.ts'

export function usePlan() {
  const { transport } = useDevice()
  const sync = useSync()
  const rights = useRights()
  const gridRows = useCachedRows('grid', 300)
  const placeRows = useCachedRows('place', 300)
  const importRows = useCachedRows('planImport', 300)
  const versioned = <T>(rows: readonly { id: string; v: number; f: T }[]) =>
    new Map(rows.map(({ id, v, f }): [string, Versioned<T>] => [id, { v, f: toRaw(f) }]))
  const plan = computed((): Plan => ({
    grids: versioned<Grid>(gridRows.rows.value),
    places: versioned<Place>(placeRows.rows.value),
  }))

  /** What was altered comes back as rows. */
  async function send(input: PlanImportInput): Promise<Result<PlanImportId>> {
    const done = await importPlan(transport, input)
    if (!done.ok) return done
    sync.syncSoon()
    return succeed(input.id)
  }

  return {
    plan,
    isLoaded: computed(() => gridRows.isLoaded.value && placeRows.isLoaded.value),
    imports: computed(() =>
      importRows.rows.value.map((row): PlanImport => row.f).sort((a, b) => b.at - a.at),
    ),
    mayDraw: (gridId: GridId): boolean => rights.canIn('drawPlan', gridId),
    newImportId: (): PlanImportId => newId<PlanImportId>(Date.now(), crypto),
    send,
    /** One edit by hand: the rows it alters. */
    alter: (rows: readonly PlanRowChange[]): Promise<Result<PlanImportId>> =>
      send({ id: newId<PlanImportId>(Date.now(), crypto), fileName: '', rows }),
    async undo(id: PlanImportId) {
      const done = await undoImport(transport, id)
      if (done.ok) sync.syncSoon()
      return done
    },
  }
}
