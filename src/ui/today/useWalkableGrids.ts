import { computed, type ComputedRef } from 'vue'
import { type Grid, withDescendants } from '#domain/grid.ts'
import { usePerson } from '#state/usePerson.ts'
import { useReference } from '#state/useReference.ts'

/** My grids that have points of a round themselves; where none has, the smallest ones, so that a walk can be recorded all the same. */
export function useWalkableGrids(): ComputedRef<Grid[]> {
  const person = usePerson()
  const reference = useReference()
  return computed(() => {
    const mine = withDescendants(reference.grids, person.member?.gridIds ?? [])
    const withPoints = new Set(reference.places.filter((place) => place.isPatrolPoint).map((place) => place.gridId))
    const walkable = reference.grids.filter((grid) => mine.has(grid.id) && withPoints.has(grid.id))
    return walkable.length ? walkable : reference.myGrids
  })
}
