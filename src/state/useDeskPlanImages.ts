// The pictures of the plan for those who draw it: what there is, and making and altering them,
// which needs the connection.
import { computed } from 'vue'
import { alterPlanImage, makePlanImage } from '#client/http/planImages.ts'
import { sendArchive } from '#client/tiles/sendArchive.ts'
import { fault } from '#domain/fault.ts'
import type { GridId, PlanImageId } from '#domain/ids.ts'
import { newId } from '#domain/newId.ts'
import type { PlanImage } from '#domain/planImage.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import type { PlanImageAlteration, PlanImageMaking } from '#protocol/planImageMessages.ts'
import { useDevice } from './device.ts'
import { usePlanImages } from './usePlanImages.ts'
import { useRights } from './useRights.ts'
import { useThenSync } from './useThenSync.ts'

export type { PlanImageAlteration } from '#protocol/planImageMessages.ts'

/** So long nothing more arrives, and a person is told, and tries again. */
const patienceMs = 60_000

export function useDeskPlanImages() {
  const { transport } = useDevice()
  const thenSync = useThenSync()
  const rights = useRights()
  const images = usePlanImages()

  async function send(picture: Blob): Promise<Result<string>> {
    const stop = new AbortController()
    const patience = () => setTimeout(() => stop.abort(), patienceMs)
    let [reached, waiting] = [0, patience()]
    const sent = await sendArchive(picture, null, {
      transport,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 2000))),
      told: (bytes) => {
        if (bytes <= reached) return
        reached = bytes
        clearTimeout(waiting)
        waiting = patience()
      },
      begun: () => undefined,
      stop: stop.signal,
    }).finally(() => clearTimeout(waiting))
    if (!sent.ok) return sent
    return sent.value ? succeed(sent.value.upload) : fail(fault('offline'))
  }

  return {
    /** The newest first; those that are drawn no longer at the end. */
    list: computed(() =>
      [...images.all].sort(
        (a, b) =>
          Number(a.retiredAt !== undefined) - Number(b.retiredAt !== undefined) ||
          b.madeAt - a.madeAt,
      ),
    ),
    isLoaded: computed(() => images.isLoaded),
    mayDraw: (gridId: GridId): boolean => rights.canIn('drawPlan', gridId),
    newId: (): PlanImageId => newId<PlanImageId>(Date.now(), crypto),
    /** The bytes of one that is there; null where they cannot be had now. */
    open: (image: PlanImage): Promise<Blob | null> => images.open(image),
    async make(picture: Blob, told: Omit<PlanImageMaking, 'upload'>): Promise<Result<null>> {
      const sent = await send(picture)
      if (!sent.ok) return sent
      return thenSync(makePlanImage(transport, { ...told, upload: sent.value }))
    },
    alter: (id: PlanImageId, alteration: PlanImageAlteration): Promise<Result<null>> =>
      thenSync(alterPlanImage(transport, id, alteration)),
  }
}
