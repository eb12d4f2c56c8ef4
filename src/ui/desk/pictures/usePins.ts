// The points of a picture while somebody puts them: each in the picture and on the map, in any
// order. What they make of the picture follows at once.
import { computed, ref } from 'vue'
import { planImageLimits } from '#domain/planImage.ts'
import { doubtsOf, fitPicture, type PinnedPoint } from '#geo/pictureFit.ts'

/** Null until it is put. */
export type Pin = { [K in keyof PinnedPoint]: number | null }

/** With three a bad one begins to show. */
const wanted = 3
const empty = (): Pin => ({ px: null, py: null, lat: null, lon: null })
export const isWhole = (pin: Pin): pin is PinnedPoint =>
  pin.px !== null && pin.py !== null && pin.lat !== null && pin.lon !== null
const toPixel = (value: number): number => Math.round(value * 10) / 10
const toDegrees = (value: number): number => Math.round(value * 1e7) / 1e7

export function usePins(given: readonly PinnedPoint[]) {
  const pins = ref<Pin[]>(given.length > 0 ? given.map((each) => ({ ...each })) : [empty()])
  const selected = ref(0)
  const whole = computed(() => pins.value.filter(isWhole).map((pin): PinnedPoint => ({ ...pin })))
  const fit = computed(() => fitPicture(whole.value))

  function put(index: number, part: Partial<Pin>): void {
    const before = pins.value[index]
    if (!before) return
    const after = { ...before, ...part }
    pins.value = pins.value.map((each, at) => (at === index ? after : each))
    // Whoever has put one goes on to the next.
    if (!isWhole(after) || isWhole(before) || index !== selected.value) return
    const next = pins.value.findIndex((each) => !isWhole(each))
    if (next >= 0) selected.value = next
    else if (whole.value.length < wanted) add()
  }

  function add(): void {
    if (pins.value.length >= planImageLimits.points) return
    pins.value = [...pins.value, empty()]
    selected.value = pins.value.length - 1
  }

  function remove(index: number): void {
    const left = pins.value.filter((_, at) => at !== index)
    pins.value = left.length > 0 ? left : [empty()]
    const now = selected.value > index ? selected.value - 1 : selected.value
    selected.value = Math.min(now, pins.value.length - 1)
  }

  return {
    pins,
    selected,
    /** Those that are put in both. */
    whole,
    fit,
    doubts: computed(() => (typeof fit.value === 'string' ? [] : doubtsOf(fit.value))),
    /** In metres, by the pin's place in the list; null where there is nothing to compare with. */
    residuals: computed(() => {
      const { value } = fit
      let at = 0
      return pins.value.map((pin) =>
        isWhole(pin) && typeof value !== 'string' && whole.value.length > 2
          ? value.residuals[at++]!
          : null,
      )
    }),
    putInPicture: (index: number, px: number, py: number): void =>
      put(index, { px: toPixel(px), py: toPixel(py) }),
    putOnMap: (index: number, { lat, lon }: { lat: number; lon: number }): void =>
      put(index, { lat: toDegrees(lat), lon: toDegrees(lon) }),
    add,
    remove,
  }
}
