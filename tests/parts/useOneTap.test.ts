import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { readableMs, useOneTap } from '#parts/useOneTap.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Points on a round; a tap records the one that is shown and shows the next. */
function aRound() {
  const shown = ref('a')
  const recorded: string[] = []
  const scope = effectScope()
  const oneTap = scope.run(() => useOneTap(() => shown.value))!
  const tap = () =>
    oneTap.once(async () => {
      recorded.push(shown.value)
      await nextTick()
      shown.value = String.fromCharCode(shown.value.charCodeAt(0) + 1)
    })
  return { shown, recorded, tap, oneTap, stop: () => scope.stop() }
}

describe('one tap', () => {
  it.each([0, 60, 120, 200, 300, 590])(
    'is what a double tap is taken for, with %i ms between the two',
    async (gapMs) => {
      const { recorded, tap } = aRound()
      vi.advanceTimersByTime(readableMs)
      await tap()
      await vi.advanceTimersByTimeAsync(gapMs)
      await tap()
      expect(recorded).toEqual(['a'])
    },
  )

  it('counts again once what stands there now can have been read', async () => {
    const { recorded, tap } = aRound()
    await tap()
    expect(recorded).toEqual([])
    vi.advanceTimersByTime(readableMs)
    await tap()
    vi.advanceTimersByTime(readableMs)
    await tap()
    expect(recorded).toEqual(['a', 'b'])
  })

  it('waits for what is shown, however long the act takes, and as long again when it changes late', async () => {
    const { shown, oneTap } = aRound()
    vi.advanceTimersByTime(readableMs)
    let end!: () => void
    const acting = oneTap.once(() => new Promise<void>((resolve) => (end = resolve)))
    vi.advanceTimersByTime(10 * readableMs)
    expect(oneTap.isReady.value).toBe(false)
    end()
    await acting
    vi.advanceTimersByTime(readableMs - 1)
    shown.value = 'later'
    vi.advanceTimersByTime(readableMs - 1)
    expect(oneTap.isReady.value).toBe(false)
    vi.advanceTimersByTime(1)
    expect(oneTap.isReady.value).toBe(true)
  })
})
