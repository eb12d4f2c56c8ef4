// The plan with the version of each row, for those who draw it, and what was done to it lately.
// Altering it needs the connection: it is one act for everybody and nothing of it waits here.
import { computed, toRaw } from 'vue'
import { importPlan, type PlanImportInput, undoImport } from '#client/http/plan.ts'
import type { Grid } from '#domain/grid.ts'
import type { GridId, PlaceId, PlanImportId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { Place } from '#domain/place.ts'
import type { Plan, PlanRowChange, Versioned } from '#domain/plan/plan.ts'
import type { PlanImport } from '#domain/plan/planImport.ts'
import { succeed, type Result } from '#domain/result.ts'
import { useDevice } from './device.ts'
import { useCachedRows } from './useCachedRows.ts'
import { useRights } from './useRights.ts'
import { useSync } from './useSync.ts'

/** One row from when it was opened to its saving; `before` is 0 for one that is being made. */
export interface PlanEdit<T extends Grid | Place> {
  /** The same however often it is saved. */
  id: T['id']
  was: T | null
  before: number
}

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
    if (done.ok || done.fault.code === 'planChanged') sync.syncSoon()
    return done.ok ? succeed(input.id) : done
  }

  /** As it is now: what others alter until it is saved is not written over (K2). */
  const begin = <T extends Grid | Place>(
    rows: ReadonlyMap<string, Versioned<T>>,
    row: T | null,
    newRowId: () => T['id'],
  ): PlanEdit<T> => {
    if (!row) return { id: newRowId(), was: null, before: 0 }
    const seen = rows.get(row.id)
    return { id: row.id, was: seen?.f ?? row, before: seen?.v ?? 0 }
  }

  /** The answer may have been lost: the same again is the same act (K1). */
  let failed: { rows: string; id: PlanImportId } | null = null
  async function alter(rows: readonly PlanRowChange[]): Promise<Result<PlanImportId>> {
    const said = JSON.stringify(rows)
    const id = failed?.rows === said ? failed.id : newId<PlanImportId>(Date.now(), crypto)
    const done = await send({ id, fileName: '', rows })
    failed = done.ok ? null : { rows: said, id }
    return done
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
    alter,
    beginPlace: (place: Place | null): PlanEdit<Place> =>
      begin(plan.value.places, place, () => newId<PlaceId>(Date.now(), crypto)),
    beginGrid: (grid: Grid | null): PlanEdit<Grid> =>
      begin(plan.value.grids, grid, () => newId<GridId>(Date.now(), crypto)),
    async undo(id: PlanImportId) {
      const done = await undoImport(transport, id)
      if (done.ok) sync.syncSoon()
      return done
    },
  }
}
