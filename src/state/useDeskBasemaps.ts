// The base maps of the community for those who make them: what there is, what can be cut from, and
// making and altering them, which needs the connection. What is sent goes on while other screens
// are looked at (useArchiveUpload.ts).
import { computed } from 'vue'
import { alterBasemap, listArchives, makeBasemap, planBasemap } from '#client/http/basemaps.ts'
import type { Basemap } from '#domain/basemap.ts'
import type { BasemapId, GridId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import { type Result, succeed } from '#domain/result.ts'
import type {
  ArchivesAnswer,
  BasemapAlteration,
  BasemapAsking,
  BasemapMaking,
  BasemapPlanAnswer,
} from '#protocol/basemapMessages.ts'
import { useDevice } from './device.ts'
import { useCachedRows } from './useCachedRows.ts'
import { useReference } from './useReference.ts'
import { useRights } from './useRights.ts'
import { useThenSync } from './useThenSync.ts'

export type { BasemapAlteration, BasemapAsking, BasemapMaking } from '#protocol/basemapMessages.ts'
/** What a map would be before it is made. */
export type BasemapPlan = BasemapPlanAnswer['plan']
/** One that lies on the server's disk. */
export type DiskArchive = ArchivesAnswer['archives'][number]

export function useDeskBasemaps() {
  const { transport } = useDevice()
  const thenSync = useThenSync()
  const rights = useRights()
  const reference = useReference()
  const { rows, isLoaded } = useCachedRows('basemap', 300)

  const mayDraw = (gridId: GridId): boolean => rights.canIn('drawPlan', gridId)

  return {
    isLoaded,
    /** The usual one first, then the newest; those that are offered no longer at the end. */
    maps: computed(() =>
      rows.value
        .map((row): Basemap => row.f)
        .sort(
          (a, b) =>
            Number(a.retiredAt !== undefined) - Number(b.retiredAt !== undefined) ||
            Number(b.isUsual) - Number(a.isUsual) ||
            b.madeAt - a.madeAt,
        ),
    ),
    mayAlter: ({ gridIds }: Basemap): boolean => gridIds.every(mayDraw),
    /** The topmost grids that this person draws: for whom a map is that nobody made for less. */
    ownGridIds: computed(() =>
      reference.grids
        .filter(
          ({ id, parentId, retiredAt }) =>
            retiredAt === undefined && mayDraw(id) && (parentId === null || !mayDraw(parentId)),
        )
        .map(({ id }) => id),
    ),
    newMapId: (): BasemapId => newId<BasemapId>(Date.now(), crypto),
    async archives(): Promise<Result<DiskArchive[]>> {
      const answer = await listArchives(transport)
      return answer.ok ? succeed(answer.value.archives) : answer
    },
    async plan(asking: BasemapAsking): Promise<Result<BasemapPlan>> {
      const answer = await planBasemap(transport, asking)
      return answer.ok ? succeed(answer.value.plan) : answer
    },
    make: (making: BasemapMaking): Promise<Result<null>> =>
      thenSync(makeBasemap(transport, making)),
    alter: (id: BasemapId, alteration: BasemapAlteration): Promise<Result<null>> =>
      thenSync(alterBasemap(transport, id, alteration)),
  }
}
