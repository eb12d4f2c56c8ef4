// How large a picture is shown in a frame that scrolls: whole at first, then in steps closer.
import { computed, nextTick, onBeforeUnmount, onMounted, ref, type Ref, type ShallowRef } from 'vue'

const zooms = [1, 2, 4, 8] as const

/** Around the picture in its frame, so that a point at its very edge is seen whole. */
export const edgePixels = 16

/**
 * @param size of the picture, in its own pixels
 * @param middle what is to be amid the frame after a step; null: what is there now
 */
export function usePaneZoom(
  frame: Readonly<ShallowRef<HTMLElement | null>>,
  size: () => { width: number; height: number },
  middle: () => { x: number; y: number } | null,
): {
  /** Pixels of the page to one of the picture. */
  scale: Readonly<Ref<number>>
  canGrow: Readonly<Ref<boolean>>
  canShrink: Readonly<Ref<boolean>>
  zoom: (by: 1 | -1) => Promise<void>
} {
  const step = ref(0)
  const fitting = ref(1)
  const scale = computed(() => fitting.value * zooms[step.value]!)
  function measure(): void {
    const host = frame.value
    const { width, height } = size()
    if (host?.clientWidth)
      fitting.value = Math.min(
        (host.clientWidth - 2 * edgePixels) / width,
        (host.clientHeight - 2 * edgePixels) / height,
      )
  }
  let sizes: ResizeObserver | undefined
  onMounted(() => {
    measure()
    sizes = new ResizeObserver(measure)
    sizes.observe(frame.value!)
  })
  onBeforeUnmount(() => sizes?.disconnect())

  async function zoom(by: 1 | -1): Promise<void> {
    const host = frame.value
    if (!host) return
    const { x, y } = middle() ?? {
      x: (host.scrollLeft + host.clientWidth / 2 - edgePixels) / scale.value,
      y: (host.scrollTop + host.clientHeight / 2 - edgePixels) / scale.value,
    }
    step.value = Math.min(zooms.length - 1, Math.max(0, step.value + by))
    await nextTick()
    host.scrollTo(
      edgePixels + x * scale.value - host.clientWidth / 2,
      edgePixels + y * scale.value - host.clientHeight / 2,
    )
  }

  return {
    scale,
    canGrow: computed(() => step.value < zooms.length - 1),
    canShrink: computed(() => step.value > 0),
    zoom,
  }
}
