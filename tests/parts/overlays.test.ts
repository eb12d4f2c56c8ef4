import { describe, expect, it } from 'vitest'
import { createOverlayStack } from '#parts/overlays.ts'

type State = { position?: number; overlay?: number } | null

/** A history as a browser keeps it: steps are taken later, and told then. */
function aPage(start = '/map') {
  const entries: { state: State; href: string }[] = [
    { state: { position: 0 }, href: '/' },
    { state: { position: 1 }, href: start },
  ]
  let at = 1
  const listeners: ((event: PopStateEvent) => void)[] = []
  /** The positions that the router heard of. */
  const routed: (number | undefined)[] = []
  const history = {
    get state() {
      return entries[at]!.state
    },
    pushState(state: State, _: string, href = entries[at]!.href) {
      entries.splice(++at, Infinity, { state, href })
    },
    replaceState(state: State, _: string, href = entries[at]!.href) {
      entries[at] = { state, href }
    },
    go(by: number) {
      setTimeout(() => {
        at = Math.max(0, Math.min(entries.length - 1, at + by))
        let isStopped = false
        const event = {
          state: history.state,
          stopImmediatePropagation: () => (isStopped = true),
        } as unknown as PopStateEvent
        for (const listener of listeners) listener(event)
        if (!isStopped) routed.push(history.state?.position)
      })
    },
  }
  const page = {
    history,
    location: {
      get href() {
        return entries[at]!.href
      },
    },
    setTimeout,
    clearTimeout,
    addEventListener: (_: string, listener: (event: PopStateEvent) => void) =>
      void listeners.push(listener),
  }
  /** In turns, not in one stretch: a busy machine would let it end before what it waits for. */
  const rest = async () => {
    for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setTimeout(resolve, 3))
  }
  return { page: page as unknown as Window, history, entries, routed, rest, at: () => at }
}

/** Something that opens and closes, as a sheet does. */
function aSheet(stack: ReturnType<typeof createOverlayStack>) {
  const sheet = { isOpen: true, close: () => ((sheet.isOpen = false), remove()) }
  const remove = stack.add(() => void sheet.close())
  return sheet
}

describe('what lies on top', () => {
  it('is closed by Back, and the router hears nothing of it', async () => {
    const { page, history, routed, rest } = aPage()
    const sheet = aSheet(createOverlayStack(page))
    await rest()
    history.go(-1)
    await rest()
    expect([sheet.isOpen, routed, history.state?.position]).toEqual([false, [], 1])
    history.go(-1)
    await rest()
    expect(routed).toEqual([0])
  })

  it('is closed one after the other', async () => {
    const { page, history, rest } = aPage()
    const stack = createOverlayStack(page)
    const [lower, upper] = [aSheet(stack), aSheet(stack)]
    await rest()
    history.go(-1)
    await rest()
    expect([lower.isOpen, upper.isOpen]).toEqual([true, false])
    history.go(-1)
    await rest()
    expect(lower.isOpen).toBe(false)
  })

  it('leaves no entry behind when it is closed by its own button, also when another opens at once', async () => {
    const { page, at, rest } = aPage()
    const stack = createOverlayStack(page)
    const first = aSheet(stack)
    await rest()
    expect(at()).toBe(2)
    first.close()
    const second = aSheet(stack)
    await rest()
    expect(at()).toBe(2)
    second.close()
    await rest()
    expect(at()).toBe(1)
  })

  it('leaves no entry behind before another address is gone to', async () => {
    const { page, history, entries, at, rest } = aPage()
    const stack = createOverlayStack(page)
    aSheet(stack)
    await rest()
    await stack.clear()
    expect(at()).toBe(1)
    history.pushState({ position: 2 }, '', '/report')
    stack.note()
    expect(entries.map((entry) => entry.href)).toEqual(['/', '/map', '/report'])
  })

  it('gives what was written into the address meanwhile to the screen below it', async () => {
    const { page, history, rest } = aPage()
    const stack = createOverlayStack(page)
    const menu = aSheet(stack)
    await rest()
    history.replaceState({ ...history.state, position: 1 }, '', '/map?kind=visit')
    stack.note()
    menu.close()
    await rest()
    expect([page.location.href, history.state?.overlay]).toEqual(['/map?kind=visit', 0])
  })

  it('that will not close has its entry again', async () => {
    const { page, history, at, rest } = aPage()
    createOverlayStack(page).add(() => undefined)
    await rest()
    history.go(-1)
    await rest()
    expect(at()).toBe(2)
  })

  it('is no step of its own when it is long gone: forward, or loaded again', async () => {
    const { page, history, at, rest } = aPage()
    const sheet = aSheet(createOverlayStack(page))
    await rest()
    history.go(-1)
    await rest()
    history.go(1)
    await rest()
    expect([at(), sheet.isOpen]).toEqual([1, false])
    const again = aPage()
    again.history.pushState({ position: 1, overlay: 1 }, '')
    createOverlayStack(again.page)
    await again.rest()
    expect(again.at()).toBe(1)
  })
})
