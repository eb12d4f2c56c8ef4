// Steps that were taken in one act go back together or not at all, as late as the way back is
// offered: the first of them leaves before the last.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Result } from '#domain/result.ts'
import { useToast } from '#parts/toast.ts'
import { useStepTaking } from '#ui/desk/reports/useStepTaking.ts'
import { useUndo } from '#ui/notices/useUndo.ts'
import { itemOf, reportOf } from './deskWorld.ts'

const leavesMs = vi.hoisted(() => 6000)
/** What waits on this device, and when it leaves. */
const waiting = vi.hoisted(() => new Map<string, number>())

vi.mock('vue-i18n', () => ({ useI18n: () => ({ t: (key: string) => key }) }))
vi.mock('vue-router', () => ({ useRoute: () => ({}), useRouter: () => ({}) }))
vi.mock('#state/useStepActions.ts', () => {
  /** On a slow phone. */
  const takeStep = async (_: unknown, { type }: { type: string }) => {
    await new Promise((saved) => setTimeout(saved, 400))
    const id = `${type} ${waiting.size}`
    waiting.set(id, Date.now() + leavesMs)
    return { ok: true, value: id }
  }
  return {
    useStepActions: () => ({
      takeStep,
      takeSteps: async (report: unknown, inputs: { type: string }[]) => {
        const taken: string[] = []
        for (const input of inputs) taken.push((await takeStep(report, input)).value)
        return { taken, fault: null }
      },
    }),
  }
})
vi.mock('#state/useTakeBack.ts', () => ({
  recallSeconds: leavesMs / 1000,
  useTakeBack:
    () =>
    (id: string): Promise<Result<null>> => {
      const isHere = waiting.get(id)! > Date.now()
      if (isHere) waiting.delete(id)
      return Promise.resolve(
        isHere ? { ok: true, value: null } : { ok: false, fault: { code: 'tooLate' } },
      )
    },
}))

const toast = useToast()
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  toast.clear()
  waiting.clear()
  vi.useRealTimers()
})

const acts = {
  'a report that is accepted and dispatched': () =>
    useStepTaking().take(itemOf(reportOf()), { type: 'accept' }, { type: 'dispatch' }),
  'reports that are accepted together': () =>
    useStepTaking().acceptAll([itemOf(reportOf()), itemOf(reportOf())]),
}

/** What is said and what waits when somebody wants back what they did so long ago. */
async function afterUndo(act: () => Promise<unknown>, ms: number) {
  waiting.clear()
  void act()
  await vi.advanceTimersByTimeAsync(800)
  expect(waiting.size).toBe(2)
  await vi.advanceTimersByTimeAsync(ms - 800)
  const isOffered = toast.toasts.some(({ action }) => action)
  expect(useUndo().undoLast(), 'by the key as by the button').toBe(isOffered)
  await vi.advanceTimersByTimeAsync(0)
  const said = toast.toasts.map(({ text }) => text)
  toast.clear()
  await vi.advanceTimersByTimeAsync(leavesMs)
  return { said, waiting: waiting.size }
}

test.each(Object.entries(acts))(
  'what was done in one act is undone whole or not at all: %s',
  async (_, act) => {
    const undone = { said: ['parts.undone'], waiting: 0 }
    expect(await afterUndo(act, 900)).toEqual(undone)
    expect(await afterUndo(act, 5990), 'in the last moment').toEqual(undone)
    const isLeft = { said: [], waiting: 2 }
    expect(await afterUndo(act, 6410), 'the first has left').toEqual(isLeft)
    expect(await afterUndo(act, 6790), 'the last is about to').toEqual(isLeft)
  },
)
