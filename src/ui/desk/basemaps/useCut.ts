// What a map would be: asked of the server whenever the source, the area or the zoom is another.
import { computed, ref, shallowRef, watch } from 'vue'
import type { Fault } from '#domain/fault.ts'
import { type BasemapAsking, type BasemapPlan, useDeskBasemaps } from '#state/useDeskBasemaps.ts'

export function useCut(asking: () => BasemapAsking) {
  const basemaps = useDeskBasemaps()
  const plan = shallowRef<BasemapPlan | null>(null)
  const fault = ref<Fault | null>(null)
  const isLooking = ref(false)
  let asked = 0

  async function look(): Promise<void> {
    const mine = ++asked
    isLooking.value = true
    const told = await basemaps.plan(asking())
    if (mine !== asked) return
    isLooking.value = false
    fault.value = told.ok ? null : told.fault
    plan.value = told.ok ? told.value : null
  }
  watch(() => JSON.stringify(asking()), look, { immediate: true })

  return {
    plan,
    fault,
    isLooking,
    look,
    /** Its roads and names cannot be drawn. */
    isUnknown: computed(() => plan.value?.kind === 'vector' && plan.value.schema === 'other'),
  }
}
