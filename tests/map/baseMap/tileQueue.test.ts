import { expect, it } from 'vitest'
import { tileQueue } from '#map/baseMap/tileQueue.ts'

/** Draws only when it is told to. */
function aDesk() {
  const begun: string[] = []
  let finish = (): void => undefined
  const queue = tileQueue<string>((_, name) => {
    begun.push(name)
    return new Promise((resolve) => (finish = resolve))
  })
  const settle = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve))
  return { queue, begun, settle, next: () => (finish(), settle()) }
}

it('the last asked for is drawn first, one at a time', async () => {
  const { queue, begun, settle, next } = aDesk()
  queue.add(1, 'first')
  queue.add(2, 'second')
  queue.add(3, 'third')
  await settle()
  expect(begun).toEqual(['third'])
  queue.add(4, 'asked meanwhile')
  await next()
  await next()
  await next()
  expect(begun).toEqual(['third', 'asked meanwhile', 'second', 'first'])
})

it('what is cancelled is not drawn', async () => {
  const { queue, begun, settle, next } = aDesk()
  queue.add(1, 'first')
  queue.add(2, 'second')
  await settle()
  queue.cancel(1)
  await next()
  expect(begun).toEqual(['second'])
  queue.add(3, 'later')
  await settle()
  expect(begun).toEqual(['second', 'later'])
})
