// The base maps of the community and what this phone has of each: offered by rows, kept as files.
// Which one is drawn, and which ones were here, is remembered beside the settings.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { keepAwake } from '#client/sensors/screenAwake.ts'
import { type Download, downloadMap } from '#client/tiles/downloadMap.ts'
import { phoneMaps } from '#client/tiles/phoneMaps.ts'
import type { Basemap } from '#domain/basemap.ts'
import { type Fault, fault } from '#domain/fault.ts'
import type { AssetHash } from '#domain/ids.ts'
import type { OnlineMap } from '#domain/onlineMap.ts'
import { useDevice } from './device.ts'
import { alterKeptMaps, type KeptMaps, readKeptMaps } from './keptMaps.ts'
import { useCachedRows } from './useCachedRows.ts'

export type BasemapState = 'absent' | 'part' | 'here' | 'gone' | 'loading' | 'waiting' | 'queued'

export interface BasemapView {
  map: Basemap
  state: BasemapState
  /** Of it that lie on this phone. */
  bytesHere: number
  isShown: boolean
  /** Why the last download ended early. */
  fault: Fault | null
}

const onlinePrefix = 'online:'
const onlineId = ({ name }: OnlineMap): string => onlinePrefix + name

interface Running extends Pick<Download, 'tryNow' | 'stop'> {
  hash: AssetHash
  bytes: number
  isWaiting: boolean
}

export const useBasemaps = defineStore('basemaps', () => {
  const device = useDevice()
  const { environment } = device
  const maps = phoneMaps(environment)
  const { rows, isLoaded } = useCachedRows('basemap', 300)
  const pictures = useCachedRows('planImage', 300)
  const kept = ref(readKeptMaps(environment.local))
  /** Null until they are read: most have none, and a start is to be light. */
  const online = shallowRef<OnlineMap[] | null>(null)
  const onPhone = shallowRef<Awaited<ReturnType<typeof maps.list>>>([])
  const isListed = ref(false)
  /** Asked for and not there yet; the first of them is under way. */
  const line = shallowRef<readonly Basemap[]>([])
  const running = ref<Running | null>(null)
  const faults = ref<Record<string, Fault>>({})
  const shownBytes = shallowRef<{ hash: AssetHash; bytes: Blob } | null>(null)

  const offered = computed(() => rows.value.map((row): Basemap => row.f))
  const heldBytes = computed(() => onPhone.value.reduce((sum, { bytes }) => sum + bytes, 0))
  const isHere = ({ hash }: Basemap): boolean =>
    onPhone.value.some((each) => each.isWhole && each.hash === hash)

  function stateOf(map: Basemap): BasemapState {
    const turn = line.value.findIndex(({ hash }) => hash === map.hash)
    if (turn > 0) return 'queued'
    if (turn === 0) return running.value?.isWaiting ? 'waiting' : 'loading'
    if (isHere(map)) return 'here'
    if (kept.value.had.includes(map.hash)) return 'gone'
    return onPhone.value.some(({ hash }) => hash === map.hash) ? 'part' : 'absent'
  }

  const isOnlineWanted = (): boolean => kept.value.chosen?.startsWith(onlinePrefix) === true

  /** Only where a person chose it: nothing is fetched from another host unasked. */
  const chosenOnline = computed(
    () => online.value?.find((map) => onlineId(map) === kept.value.chosen) ?? null,
  )

  /** What a person chose; else the usual one; else any that is here. Null: the plan alone. */
  const chosen = computed(() => {
    const here = offered.value.filter(isHere)
    if (kept.value.chosen === 'none' || chosenOnline.value) return null
    if (online.value === null && isOnlineWanted()) return null
    return (
      here.find(({ id }) => id === kept.value.chosen) ??
      here.find(({ isUsual }) => isUsual) ??
      here[0] ??
      null
    )
  })

  const all = computed(() =>
    offered.value
      .map((map): BasemapView => ({
        map,
        state: stateOf(map),
        bytesHere:
          running.value?.hash === map.hash
            ? running.value.bytes
            : (onPhone.value.find(({ hash }) => hash === map.hash)?.bytes ?? 0),
        isShown: chosen.value?.id === map.id,
        fault: faults.value[map.hash] ?? null,
      }))
      .filter(({ map, state }) => map.retiredAt === undefined || state === 'here')
      .sort((a, b) => Number(b.map.isUsual) - Number(a.map.isUsual) || b.map.madeAt - a.map.madeAt),
  )

  /** To be drawn: its bytes, and what must stand beside them. */
  const shown = computed(() => {
    if (chosenOnline.value) {
      const { attribution, approvalNumber } = chosenOnline.value
      const id = onlineId(chosenOnline.value)
      return { id, attribution, approvalNumber, online: chosenOnline.value }
    }
    const map = chosen.value
    if (!map || shownBytes.value?.hash !== map.hash) return null
    const { id, attribution, approvalNumber } = map
    return { id, attribution, approvalNumber, bytes: shownBytes.value.bytes }
  })

  const remember = (change: (kept: KeptMaps) => Partial<KeptMaps>): void => {
    kept.value = alterKeptMaps(environment.local, change)
  }
  const forget = (hash: string): void =>
    remember(({ had }) => ({ had: had.filter((each) => each !== hash) }))

  /** It is offered no more (useSuggestedMap.ts). */
  const answer = ({ hash }: Basemap): void =>
    remember(({ answered }) => ({ answered: [...new Set([...answered, hash])] }))

  /** Looks at the disk: what is gone is noticed here, before anything is drawn. */
  async function look(): Promise<void> {
    const found = await maps.list().catch((error: unknown) => console.warn('maps', error))
    if (!found) return
    onPhone.value = found
    isListed.value = true
    const whole = found.filter(({ isWhole }) => isWhole).map(({ hash }) => hash)
    if (whole.some((hash) => !kept.value.had.includes(hash)))
      remember(({ had }) => ({ had: [...new Set([...had, ...whole])] }))
  }

  async function readOnline({ isToAsk }: { isToAsk: boolean }): Promise<void> {
    try {
      const { askForOnlineMaps, knownOnlineMaps } = await import('./onlineMaps.ts')
      online.value ??= knownOnlineMaps(device)
      if (isToAsk) online.value = await askForOnlineMaps(device, online.value)
    } catch (error) {
      console.warn('online maps', error)
    }
  }

  /** What no row names any more; never while rows may still be on their way. */
  async function dropOrphans(): Promise<void> {
    // Pictures of the plan lie among them (usePlanImages.ts), as long as they are drawn.
    const named = new Set<string>([
      ...offered.value.map(({ hash }) => hash),
      ...pictures.rows.value.flatMap(({ f }) => (f.retiredAt === undefined ? [f.hash] : [])),
    ])
    const orphans = onPhone.value.filter(({ hash }) => !named.has(hash))
    for (const { hash } of orphans) await maps.remove(hash)
    remember(({ had }) => ({ had: had.filter((hash) => named.has(hash)) }))
    if (orphans.length > 0) await look()
  }

  const isAsked = ({ hash }: Pick<Basemap, 'hash'>): boolean =>
    line.value.some((each) => each.hash === hash)

  /** At once, or as soon as those that were asked for before are there. */
  async function download(map: Basemap): Promise<void> {
    if (isAsked(map)) return
    answer(map)
    line.value = [...line.value, map]
    if (line.value.length === 1) await begin(map)
  }

  async function begin({ hash, bytes }: Basemap): Promise<void> {
    delete faults.value[hash]
    const have = onPhone.value.find((each) => each.hash === hash)?.bytes ?? 0
    const begun = await downloadMap({ hash, bytes }, have, (loaded, isWaiting) => {
      if (running.value?.hash === hash) Object.assign(running.value, { bytes: loaded, isWaiting })
    })
    if (!begun.ok) {
      faults.value[hash] = begun.fault
      return leaveLine(hash)
    }
    const { tryNow, end } = begun.value
    const letSleep = keepAwake(navigator, document)
    const stop = (): void => {
      begun.value.stop()
      letSleep()
    }
    // Stopped before it had begun, and perhaps asked for again.
    if (line.value[0]?.hash !== hash || running.value) return stop()
    running.value = { hash, bytes: have, isWaiting: false, tryNow, stop }
    void end
      .then(async (ended) => {
        if (!ended.ok) faults.value[hash] = ended.fault
        await look()
      })
      .finally(() => {
        letSleep()
        if (running.value?.hash !== hash) return
        running.value = null
        leaveLine(hash)
      })
  }

  function leaveLine(hash: AssetHash): void {
    const [first] = line.value
    line.value = line.value.filter((each) => each.hash !== hash)
    const [next] = line.value
    if (next && next !== first) void begin(next)
  }

  function stopRunning(): void {
    running.value?.stop()
    running.value = null
  }

  /** What is there of it stays, and is gone on with. */
  async function stop({ hash }: Basemap): Promise<void> {
    if (running.value?.hash === hash) stopRunning()
    leaveLine(hash)
    await look()
  }

  async function remove(map: Basemap): Promise<void> {
    const { hash } = map
    if (isAsked(map)) await stop(map)
    await maps.remove(hash)
    delete faults.value[hash]
    forget(hash)
    await look()
  }

  /** Room is wanted for something that matters more. */
  async function removeAll(): Promise<void> {
    line.value = []
    stopRunning()
    await maps.removeAll()
    remember(() => ({ had: [] }))
    await look()
  }

  /** The map could not be drawn from its file; what is said of it, and what becomes of it. */
  async function reportTrouble(trouble: 'gone' | 'unreadable' | 'noWorker'): Promise<void> {
    const map = chosen.value
    if (!map || trouble === 'noWorker') return
    shownBytes.value = null
    if (trouble === 'unreadable') {
      await maps.remove(map.hash)
      forget(map.hash)
      faults.value[map.hash] = fault('mapSpoilt')
    }
    await look()
  }

  globalThis.addEventListener?.('online', () => running.value?.tryNow())
  void look()
  if (isOnlineWanted()) void readOnline({ isToAsk: false })
  watch([isLoaded, pictures.isLoaded, isListed], (are) => {
    if (are.every(Boolean)) void dropOrphans()
  })
  watch(
    () => chosen.value?.hash,
    async (hash) => {
      shownBytes.value = null
      const bytes = hash ? await maps.open(hash) : null
      if (hash && chosen.value?.hash === hash && bytes) shownBytes.value = { hash, bytes }
    },
    { immediate: true },
  )

  return {
    all,
    online: computed(() =>
      (online.value ?? []).map((map) => ({ map, isShown: chosenOnline.value === map })),
    ),
    shown,
    isLoaded: computed(() => isLoaded.value && isListed.value),
    /** The one whose file has vanished though nobody removed it. */
    gone: computed(() => all.value.find(({ state }) => state === 'gone')?.map ?? null),
    heldBytes,
    isPlanAlone: computed(() => kept.value.chosen === 'none'),
    /** Where a map is opened. */
    look: () => {
      void readOnline({ isToAsk: true })
      return look()
    },
    download,
    stop,
    remove,
    removeAll,
    use: (map: Basemap | null) => remember(() => ({ chosen: map?.id ?? 'none' })),
    useOnline: (map: OnlineMap) => remember(() => ({ chosen: onlineId(map) })),
    decline: answer,
    /** It is gone, and the person has seen so. */
    acknowledge: ({ hash }: Basemap) => forget(hash),
    reportTrouble,
  }
})
