// The walk under way: which points were checked, what comes next. Every tap is a change of its own.
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { fault } from '#domain/fault.ts'
import type { GridId, PatrolId, PlaceId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { type Check, checkedPlaces, type Patrol, patrolState } from '#domain/patrol.ts'
import type { Place } from '#domain/place.ts'
import { fail, type Result } from '#domain/result.ts'
import { walkingOrder } from '#domain/walkingOrder.ts'
import { useDevice } from './device.ts'
import { useSaveChange } from './useSaveChange.ts'
import { useLive } from './useLive.ts'
import { useSession } from './useSession.ts'
import { useReference } from './useReference.ts'

export const usePatrol = defineStore('patrol', () => {
  const device = useDevice()
  const session = useSession()
  const reference = useReference()
  const saveChange = useSaveChange()
  const { value: seen } = useLive(
    () => session.current,
    (phone) => phone.patrols(),
    { isWhole: false, all: [] as Patrol[] },
  )
  const all = computed(() => seen.value.all)
  const current = computed<Patrol | null>(
    () =>
      all.value.find(
        (patrol) => patrol.by === session.member?.id && patrol.endedAt === undefined,
      ) ?? null,
  )
  /** Mine that are over, the latest first. */
  const ended = computed(() =>
    all.value.filter((patrol) => patrol.by === session.member?.id && patrol.endedAt !== undefined),
  )
  const state = computed(() =>
    current.value ? (patrolState(current.value) === 'paused' ? 'paused' : 'walking') : null,
  )
  const pointsByGrid = computed(() => {
    const byGrid = new Map<GridId, Place[]>()
    for (const place of reference.places) {
      if (!place.isPatrolPoint) continue
      const points = byGrid.get(place.gridId)
      if (points) points.push(place)
      else byGrid.set(place.gridId, [place])
    }
    return byGrid
  })
  const pointCount = (gridId: GridId): number => pointsByGrid.value.get(gridId)?.length ?? 0
  /** Where this person may walk and there is something to look at. */
  const walkable = computed(() => reference.myGrids.filter((grid) => pointCount(grid.id) > 0))
  /** Alone, so that a check puts nothing in order anew. */
  const currentGrid = computed(() => current.value?.gridId)
  const points = computed<Place[]>(() =>
    currentGrid.value ? walkingOrder(pointsByGrid.value.get(currentGrid.value) ?? []) : [],
  )
  /** Of its points: a place may be none any more. */
  const checked = computed<Set<PlaceId>>(() => {
    const all = current.value ? checkedPlaces(current.value) : new Set<PlaceId>()
    return new Set(points.value.map(({ id }) => id).filter((id) => all.has(id)))
  })
  const next = computed<Place | null>(
    () => points.value.find((point) => !checked.value.has(point.id)) ?? null,
  )

  async function start(gridId: GridId): Promise<Result<null>> {
    if (current.value) return fail(fault('idTaken'))
    const now = device.environment.now()
    const id = newId<PatrolId>(now, crypto)
    const set = { by: session.member?.id, gridId, startedAt: now, pauses: [], checks: [] }
    return saveChange({ id: id as never, t: 'patrol', row: id, op: 'create', set })
  }

  const patch = (alteration: object): Promise<Result<null>> =>
    current.value
      ? saveChange({ t: 'patrol', row: current.value.id, op: 'patch', ...alteration })
      : Promise.resolve(fail(fault('unknownReport')))

  const mark = (type: 'pause' | 'resume') => (): Promise<Result<null>> => {
    const now = device.environment.now()
    return patch({ add: { pauses: [{ id: newId<string>(now, crypto), type, at: now }] } })
  }

  function check(placeId: PlaceId, outcome: Check['outcome']): Promise<Result<null>> {
    const now = device.environment.now()
    return patch({
      add: { checks: [{ id: newId<string>(now, crypto), placeId, at: now, outcome }] },
    })
  }

  function uncheck(placeId: PlaceId): Promise<Result<null>> {
    const ids =
      current.value?.checks.filter((done) => done.placeId === placeId).map((done) => done.id) ?? []
    return patch({ remove: { checks: ids } })
  }

  return {
    all,
    isLoaded: computed(() => seen.value.isWhole),
    current,
    ended,
    state,
    points,
    pointCount,
    walkable,
    checked,
    next,
    start,
    check,
    uncheck,
    pause: mark('pause'),
    resume: mark('resume'),
    end: () => patch({ set: { endedAt: device.environment.now() } }),
  }
})
