import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useToast } from '#parts/toast.ts'
import { toastSide } from '#parts/toastSide.ts'

const toast = useToast()
const shown = () => toast.toasts.map(({ text }) => text)
const undo = (text: string) => toast.show({ text, actionWord: '撤销', action: () => undefined })
const fleeting = (text: string, seconds: number) =>
  toast.show({ text, action: () => undefined, until: Date.now() + seconds * 1000 })

beforeEach(() => {
  vi.useFakeTimers()
  toast.clear()
  toast.limit(2)
})
afterEach(() => {
  toast.clear()
  vi.useRealTimers()
})

it('shows two at once; the others wait their turn, in their order, and each is seen', () => {
  for (const text of ['1', '2', '3', '4']) toast.show({ text })
  expect(shown()).toEqual(['1', '2'])
  vi.advanceTimersByTime(3900)
  expect(shown()).toEqual(['1', '2'])
  vi.advanceTimersByTime(200)
  expect(shown()).toEqual(['3', '4'])
  vi.advanceTimersByTime(5800)
  expect(shown(), 'nobody waits any more').toEqual(['3', '4'])
  vi.advanceTimersByTime(300)
  expect(shown()).toEqual([])
})

it('an undo that waited has its whole time from when it is seen', () => {
  for (const text of ['1', '2']) toast.show({ text })
  undo('undo')
  vi.advanceTimersByTime(4100)
  expect(shown()).toEqual(['2', 'undo'])
  vi.advanceTimersByTime(8500)
  expect(shown()).toEqual(['undo'])
  vi.advanceTimersByTime(600)
  expect(shown()).toEqual([])
})

it('an undo that would be over before its turn is seen at once, and what gave way comes again', () => {
  undo('undo of a photo')
  toast.show({ text: 'saved' })
  fleeting('closed', 6)
  expect(shown()).toEqual(['saved', 'closed'])
  fleeting('accepted', 6)
  expect(shown()).toEqual(['closed', 'accepted'])
  fleeting('dispatched', 6)
  expect(shown(), 'the oldest has been seen').toEqual(['accepted', 'dispatched'])
  vi.advanceTimersByTime(5900)
  expect(shown()).toEqual(['accepted', 'dispatched'])
  vi.advanceTimersByTime(200)
  expect(shown(), 'what is over does not come again').toEqual(['saved', 'undo of a photo'])
})

it('what somebody points at stays, and nothing takes its place', () => {
  const first = toast.show({ text: '1' })
  toast.show({ text: '2' })
  toast.hold(first)
  fleeting('undo', 6)
  expect(shown()).toEqual(['1', 'undo'])
  vi.advanceTimersByTime(60_000)
  expect(shown()).toEqual(['1'])
  toast.release(first)
  vi.advanceTimersByTime(6100)
  expect(shown()).toEqual([])
})

it('one that is dismissed makes room; all go at once, those that wait too', () => {
  const first = toast.show({ text: '1' })
  for (const text of ['2', '3', '4']) toast.show({ text })
  toast.dismiss(first)
  expect(shown()).toEqual(['2', '3'])
  toast.clear()
  vi.advanceTimersByTime(60_000)
  expect(shown()).toEqual([])
})

it('where there is room for one only, the other waits and comes back', () => {
  toast.show({ text: '1' })
  fleeting('undo', 60)
  toast.limit(1)
  expect(shown()).toEqual(['undo'])
  toast.show({ text: '2' })
  expect(shown()).toEqual(['undo'])
  toast.limit(2)
  expect(shown()).toEqual(['undo', '1'])
  vi.advanceTimersByTime(4100)
  expect(shown()).toEqual(['undo', '2'])
})

it('stands where it covers nothing that is being used', () => {
  const at = { top: { top: 8, bottom: 60 }, bottom: { top: 700, bottom: 752 } }
  const seen = { top: 0, bottom: 844 }
  const side = (inUse: Partial<Parameters<typeof toastSide>[1]>) =>
    toastSide(at, { field: null, buttons: [], seen, ...inUse }).side
  expect(side({})).toBe('bottom')
  expect(side({ field: { top: 300, bottom: 380 } })).toBe('bottom')
  expect(side({ field: { top: 680, bottom: 760 } }), 'over the text field').toBe('top')
  expect(side({ buttons: [{ top: 740, bottom: 790 }] }), 'over a button of a sheet').toBe('top')
  expect(side({ seen: { top: 0, bottom: 500 } }), 'under the keyboard').toBe('top')
  expect(
    side({ field: { top: 20, bottom: 70 }, buttons: [{ top: 740, bottom: 790 }] }),
    'what is written comes before what may be pressed',
  ).toBe('bottom')
})

it('knows where there is no room for it at all, and covers the fewest', () => {
  const at = { top: { top: 8, bottom: 120 }, bottom: { top: 640, bottom: 752 } }
  const close = { top: 80, bottom: 128 }
  const rows = [650, 700].map((top) => ({ top, bottom: top + 48 }))
  const inUse = { field: null, buttons: [close, ...rows], seen: { top: 0, bottom: 844 } }
  expect(toastSide(at, inUse)).toEqual({ side: 'top', isFree: false })
  expect(toastSide({ ...at, top: { top: 8, bottom: 60 } }, inUse)).toEqual({
    side: 'top',
    isFree: true,
  })
})

it('what is said already is said for longer, not twice; two undos of one name are two', () => {
  toast.show({ text: 'kept' })
  vi.advanceTimersByTime(5000)
  toast.show({ text: 'kept' })
  expect(shown()).toEqual(['kept'])
  vi.advanceTimersByTime(5000)
  expect(shown()).toEqual(['kept'])
  vi.advanceTimersByTime(1100)
  expect(shown()).toEqual([])
  undo('gone')
  undo('gone')
  expect(shown()).toEqual(['gone', 'gone'])
})
