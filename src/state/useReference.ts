// Grids, places, members and, for whoever may read them, rhythms of visits, as pulled; found by id,
// by code, by position. What is retired is found by its id alone: old records name it.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { type Grid, treeOf, withDescendants } from '#domain/grid.ts'
import type { GridId, Instant } from '#domain/ids.ts'
import { canIn, type Member } from '#domain/member.ts'
import { nearestTo } from '#domain/nearestTo.ts'
import { isPlaced, type Place } from '#domain/place.ts'
import { placeCodes, successorOf } from '#domain/placeCodes.ts'
import { distanceMetres } from '#geo/distanceMetres.ts'
import type { Position } from '#domain/position.ts'
import type { Report } from '#domain/report.ts'
import type { VisitRhythm } from '#domain/visitRhythm.ts'
import { whichGrid } from '#domain/whichGrid.ts'
import { kindOrPlain } from '#kinds/kinds.ts'
import { useCachedRows } from './useCachedRows.ts'
import { useSession } from './useSession.ts'

type Point = { lat: number; lon: number }

/** The same list where nothing is retired, so that what is worked out from it stays. */
const standing = <T extends { retiredAt?: Instant }>(all: T[]): T[] =>
  all.some(({ retiredAt }) => retiredAt !== undefined)
    ? all.filter(({ retiredAt }) => retiredAt === undefined)
    : all

export const useReference = defineStore('reference', () => {
  const session = useSession()
  const gridRows = useCachedRows('grid', 300)
  const placeRows = useCachedRows('place', 300)
  const memberRows = useCachedRows('member', 300)
  const allGrids = computed(() => gridRows.rows.value.map((row): Grid => row.f))
  const grids = computed(() => standing(allGrids.value))
  const allPlaces = computed(() => placeRows.rows.value.map((row): Place => row.f))
  const places = computed(() => standing(allPlaces.value))
  const members = computed(() => memberRows.rows.value.map((row): Member => row.f))
  const rhythmRows = useCachedRows('visitRhythm', 300).rows
  const rhythms = computed(() => rhythmRows.value.map((row): VisitRhythm => row.f))
  const isLoaded = computed(() =>
    [gridRows, placeRows, memberRows].every((each) => each.isLoaded.value),
  )

  const gridsById = computed(() => new Map(allGrids.value.map((grid) => [grid.id as string, grid])))
  const placesById = computed(
    () => new Map(allPlaces.value.map((place) => [place.id as string, place])),
  )
  const byCode = computed(() => placeCodes(allPlaces.value))
  const membersById = computed(
    () => new Map(members.value.map((member) => [member.id as string, member])),
  )
  /** Retired ones too: what lies in them is still somebody's. */
  const tree = computed(() => treeOf(allGrids.value))
  const which = computed(() => whichGrid(grids.value))
  const walked = computed(
    () => new Set<string>(places.value.filter((place) => place.code).map((place) => place.gridId)),
  )

  const mine = computed(() => withDescendants(allGrids.value, session.member?.gridIds ?? []))
  const isMine = (grid: Pick<Grid, 'id'>): boolean => mine.value.has(grid.id)

  /**
   * Grids of mine that have places of their own, where one patrols and reports; before places are
   * drawn, all of mine.
   */
  const myGrids = computed(() => {
    const there = grids.value.filter(isMine)
    const placed = there.filter((grid) => walked.value.has(grid.id))
    return placed.length > 0 ? placed : there
  })

  const named = computed(() =>
    places.value.filter(
      (place) => place.code !== '' && place.type !== 'dwelling' && isPlaced(place),
    ),
  )
  function nearestPlace(point: Point, maxMetres: number): Place | undefined {
    const [nearest] = nearestTo(point, named.value, 1)
    return nearest && distanceMetres(point, nearest) <= maxMetres ? nearest : undefined
  }

  function placeTitle(report: Pick<Report, 'kind' | 'placeId' | 'position' | 'body'>): string {
    const place = placesById.value.get(report.placeId ?? '')
    const { placeWords } = kindOrPlain(report.kind).capture
    const words = placeWords && report.body[placeWords]
    if (place) return place.name
    if (typeof words === 'string' && words.trim()) return words
    // A place that is still on its way has a name.
    if (report.placeId && !isLoaded.value) return ''
    return report.position
      ? `${report.position.lat.toFixed(5)}, ${report.position.lon.toFixed(5)}`
      : ''
  }

  return {
    grids,
    /** With the retired ones. */
    allGrids,
    tree,
    /** Those that are there; one that is no longer is named by its id and its code. */
    places,
    members,
    rhythms,
    isLoaded,
    myGrids,
    gridAt: (point: Point): Grid | undefined => which.value.at(point),
    /**
     * Those a position may lie in, as far as it is known, mine before the others: where a border
     * runs through it, it is for the person to say.
     */
    gridsAround: (position: Pick<Position, 'lat' | 'lon' | 'accuracyMetres'>): Grid[] => {
      const around = which.value.within(position, position.accuracyMetres ?? 0)
      return [...around.filter(isMine), ...around.filter((grid) => !isMine(grid))]
    },
    isMyGrid: isMine,
    /** To the nearest of mine; null where nobody has drawn one. */
    metresToMine: (point: Point): number | null => {
      const metres = [...mine.value].map((id) => which.value.metresTo(point, id))
      const least = Math.min(...metres)
      return Number.isFinite(least) ? least : null
    },
    nearestPlace,
    placeTitle,
    gridById: (id: string): Grid | undefined => gridsById.value.get(id),
    placeById: (id: string): Place | undefined => placesById.value.get(id),
    /** May be one that is no longer there: whoever asks says so. */
    placeByCode: (code: string): Place | undefined => byCode.value(code),
    /** What stands today where one stood that is no longer there. */
    successorOf: (place: Place): Place | undefined =>
      successorOf(place, (id) => placesById.value.get(id)),
    memberById: (id: string): Member | undefined => membersById.value.get(id),
    memberName: (id: string): string => membersById.value.get(id)?.name ?? '',
    /**
     * False while the community has neither places nor borders: there is nothing to choose from.
     */
    hasPlan: computed(
      () =>
        !isLoaded.value ||
        places.value.length > 0 ||
        grids.value.some((grid) => grid.border.length > 0),
    ),
    /** Whether there is anything to draw. */
    hasMap: computed(
      () =>
        !isLoaded.value ||
        places.value.some(isPlaced) ||
        grids.value.some((grid) => grid.border.length > 0),
    ),
    /** Whom a report of this grid may be given to. */
    handlersIn: (gridId: GridId): Member[] =>
      members.value.filter((member) => canIn(member, 'handle', gridId, tree.value)),
  }
})
