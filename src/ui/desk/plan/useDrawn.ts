// What was drawn becomes part of the plan: a border or an outline, one part of it split off, or a
// neighbour joined with it; neighbours that were altered along with it go in the same act.
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Grid, Ring } from '#domain/grid.ts'
import type { GridId, PlaceId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { Place } from '#domain/place.ts'
import { gridDrawn, placeDrawn, polygonOfGrid } from '#domain/plan/drawnRows.ts'
import {
  belongingsOfGrid,
  belongingsOfPlace,
  gridsBeside,
  joinGrids,
  joinPlaces,
  placesBeside,
} from '#domain/plan/joinRows.ts'
import { gridChange, placeChange, type Plan, type PlanRowChange } from '#domain/plan/plan.ts'
import { splitGrid, splitPlace } from '#domain/plan/splitRows.ts'
import { usePlan } from '#state/usePlan.ts'
import { useReference } from '#state/useReference.ts'
import { usePlanEdit } from './usePlanEdit.ts'

export type Drawn = { grid: Grid; place: null } | { grid: null; place: Place }
/** Rings of neighbours that moved along. */
export type Altered = readonly { id: string; ring: Ring }[]

/**
 * @param seen the plan as it was when the drawing began: later edits of others stay
 * @param left called once it is part of the plan
 */
export function useDrawn({ grid, place }: Drawn, seen: Plan, left: () => void) {
  const { t } = useI18n()
  const plan = usePlan()
  const reference = useReference()
  const edit = usePlanEdit()
  /** Why not, in words. */
  const problem = ref('')
  const wordOf = (of: Pick<Place, 'name'> & { code?: string }): string => of.name || of.code || ''
  const name = wordOf(grid ?? place)
  /** Once for all tries: an answer may have been lost, and the same again is the same act (K1). */
  const begunAt = Date.now()
  const madeId = newId(begunAt, crypto)

  const bent = (each: Grid, ring: Ring): Grid =>
    gridDrawn(each, [ring, ...polygonOfGrid(each).slice(1)])
  /** With the neighbours as they were altered, each at the version it had. */
  function planSeen(altered: Altered): Plan {
    const grids = new Map(seen.grids)
    for (const { id, ring } of altered) {
      const each = grids.get(id)
      if (each) grids.set(id, { v: each.v, f: bent(each.f, ring) })
    }
    return { ...seen, grids }
  }

  async function send(
    changes: readonly PlanRowChange[],
    altered: Altered,
    words: string,
  ): Promise<boolean> {
    const drawn = planSeen(altered)
    const known = new Set(changes.map(({ id }) => id))
    const all = [
      ...changes,
      ...altered.flatMap(({ id }) => {
        const each = drawn.grids.get(id)?.f
        return each && !known.has(id) ? [gridChange(drawn, each)] : []
      }),
    ]
    problem.value = edit.problemOf(all)
    if (problem.value || !(await edit.save(all, words))) return false
    left()
    return true
  }

  /** Another grid in the parent's ground: whoever draws there may make one. */
  const mayMake = computed(() =>
    grid ? grid.parentId !== null && plan.mayDraw(grid.parentId) : plan.mayDraw(place.gridId),
  )

  return {
    name,
    problem,
    isBusy: edit.isBusy,
    mayMake,
    save: (polygon: readonly Ring[], altered: Altered) =>
      send(
        grid
          ? [gridChange(seen, gridDrawn(grid, polygon))]
          : [placeChange(seen, placeDrawn(place, polygon))],
        altered,
        t('plan.edit.saved', { name }),
      ),
    split(
      [kept, made]: [Ring[], Ring[]],
      altered: Altered,
      called: { name: string; code: string },
    ) {
      const parts = { kept, made }
      const drawn = planSeen(altered)
      return send(
        grid
          ? splitGrid(drawn, grid, parts, {
              id: madeId as GridId,
              name: called.name,
            })
          : splitPlace(drawn, place, parts, { ...called, id: madeId as PlaceId }),
        altered,
        t('plan.split.done', { name, made: called.name || called.code }),
      )
    },
    /** Those it can be joined with, as it is drawn now. */
    beside(polygon: readonly Ring[], altered: Altered): { id: string; name: string }[] {
      const drawn = planSeen(altered)
      const found = grid
        ? gridsBeside(drawn, grid, polygon).filter(({ id }) => plan.mayDraw(id))
        : placesBeside(drawn, place, polygon)
      return found.map((each) => ({ id: each.id, name: wordOf(each) }))
    },
    hangingOn(id: string) {
      const { grids, places } = grid ? belongingsOfGrid(seen, id) : belongingsOfPlace(seen, id)
      return {
        grids: grids.map(wordOf),
        places: places.map(wordOf),
        people: reference.members
          .filter(({ gridIds }) => gridIds.some((each) => each === id))
          .map((member) => member.name),
      }
    },
    async join(polygon: readonly Ring[], altered: Altered, id: string): Promise<boolean> {
      const drawn = planSeen(altered)
      const other = { grid: drawn.grids.get(id)?.f, place: drawn.places.get(id)?.f }
      const done =
        grid && other.grid
          ? joinGrids(drawn, { kept: grid, gone: other.grid, polygon }, begunAt)
          : place && other.place
            ? joinPlaces(drawn, { kept: place, gone: other.place, polygon }, begunAt)
            : 'noSharedEdge'
      if (typeof done === 'string') {
        problem.value = t(`plan.join.${done}`)
        return false
      }
      const gone = wordOf((other.grid ?? other.place)!)
      return send(done, altered, t('plan.join.done', { name, gone }))
    },
  }
}
