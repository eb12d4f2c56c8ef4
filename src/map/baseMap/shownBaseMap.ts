// A base map as a screen hands it to the map: its bytes, or whose pictures it is made of, and what
// must stand beside it.
import { type Grid, polygonsOf, type Ring } from '#domain/grid.ts'
import type { OnlineMap } from '#domain/onlineMap.ts'
import type { Place } from '#domain/place.ts'

interface Shown {
  id: string
  attribution: string
  /** 审图号; empty where it has none. */
  approvalNumber: string
}

/** @property bytes of the whole archive; read piece by piece. */
export type ShownBaseMap = Shown & ({ bytes: Blob } | { online: OnlineMap })

/** Where the plan has houses: the outer rings of the grids that hold any. */
export function ringsWithHouses(grids: readonly Grid[], places: readonly Place[]): Ring[] {
  const housed = new Set<string>(
    places
      .filter(({ type, outline }) => type === 'building' && (outline?.length ?? 0) > 2)
      .map(({ gridId }) => gridId),
  )
  return grids
    .filter(({ id }) => housed.has(id))
    .flatMap((grid) => polygonsOf(grid).map(([outer = []]) => outer))
    .filter((ring) => ring.length > 2)
}
