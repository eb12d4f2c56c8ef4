// The pictures of the plan that are drawn under it where this person works: fetched once by
// themselves when a map is first looked at, kept with the maps of this phone, and drawn without a
// network from then on. Photos go first: where room is short they are not fetched.
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { type Download, downloadMap } from '#client/tiles/downloadMap.ts'
import { phoneMaps } from '#client/tiles/phoneMaps.ts'
import { liesWithin } from '#domain/grid.ts'
import type { AssetHash } from '#domain/ids.ts'
import type { PlanImage } from '#domain/planImage.ts'
import { useDevice } from './device.ts'
import { useCachedRows } from './useCachedRows.ts'
import { useReference } from './useReference.ts'
import { useSession } from './useSession.ts'

export const usePlanImages = defineStore('planImages', () => {
  const { environment } = useDevice()
  const session = useSession()
  const reference = useReference()
  const maps = phoneMaps(environment)
  const { rows, isLoaded } = useCachedRows('planImage', 300)
  const all = computed(() => rows.value.map((row): PlanImage => row.f))
  const bytes = shallowRef<ReadonlyMap<AssetHash, Blob>>(new Map())
  let running: Download | null = null
  let isFetching = false

  /** Of my grids, of those below them, and of those they lie in. */
  const isNear = ({ gridId }: PlanImage): boolean =>
    reference.isMyGrid({ id: gridId }) ||
    (session.member?.gridIds ?? []).some((mine) => liesWithin(reference.tree, mine, [gridId]))
  const wanted = computed(() =>
    all.value.filter((each) => each.retiredAt === undefined && isNear(each)),
  )

  /** To be drawn: those whose bytes are here. */
  const shown = computed(() =>
    wanted.value.flatMap(({ id, hash, width, height, points, opacity }) => {
      const here = bytes.value.get(hash)
      return here ? [{ id, bytes: here, width, height, points, opacity }] : []
    }),
  )

  async function take(hash: AssetHash): Promise<boolean> {
    const here = await maps.open(hash)
    if (here) bytes.value = new Map(bytes.value).set(hash, here)
    return here !== null
  }

  /** Whoever opens one that is on its way waits for the same. */
  const coming = new Map<AssetHash, Promise<boolean>>()
  async function come(image: Pick<PlanImage, 'hash' | 'bytes'>): Promise<boolean> {
    return (await take(image.hash)) || ((await fetched(image)) && (await take(image.hash)))
  }

  /** Null where it cannot be had now. */
  async function open(image: Pick<PlanImage, 'hash' | 'bytes'>): Promise<Blob | null> {
    const { hash } = image
    if (!bytes.value.has(hash)) {
      const here = coming.get(hash) ?? come(image).finally(() => coming.delete(hash))
      coming.set(hash, here)
      await here
    }
    return bytes.value.get(hash) ?? null
  }

  async function fetched(image: Pick<PlanImage, 'hash' | 'bytes'>): Promise<boolean> {
    if (globalThis.navigator?.onLine === false) return false
    const begun = await downloadMap(image, 0, () => undefined)
    if (!begun.ok) return false
    running = begun.value
    return (await begun.value.end).ok
  }

  /** One after the other; what cannot be had now is looked for again with the next news. */
  async function lookForAll(): Promise<void> {
    if (isFetching) return
    isFetching = true
    const tried = new Set<AssetHash>()
    const next = () => wanted.value.find(({ hash }) => !tried.has(hash))
    try {
      // Others may come while one is fetched.
      for (let image = next(); image; image = next()) {
        tried.add(image.hash)
        await open(image)
      }
    } finally {
      isFetching = false
    }
  }

  globalThis.addEventListener?.('online', () => {
    running?.tryNow()
    void lookForAll()
  })
  watch(
    () => wanted.value.map(({ hash }) => hash).join(),
    () => void lookForAll(),
    { immediate: true },
  )

  return { all, isLoaded, shown, open }
})
