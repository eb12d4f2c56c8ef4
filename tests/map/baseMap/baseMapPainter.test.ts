import { expect, it } from 'vitest'
import type { BaseMapAnswer, BaseMapLook, BaseMapRequest } from '#map/baseMap/baseMapMessages.ts'
import { baseMapPainter } from '#map/baseMap/baseMapPainter.ts'

const at = { z: 16, x: 1, y: 2 }

function aPainter() {
  const asked: BaseMapRequest[] = []
  const told: string[] = []
  const worker = {
    postMessage: (request: BaseMapRequest) => void asked.push(request),
    terminate: () => void told.push('ended'),
    onmessage: (_: { data: BaseMapAnswer }) => undefined as void,
    onerror: () => undefined as void,
  }
  const painter = baseMapPainter(
    new Blob([]),
    {} as BaseMapLook,
    {
      opened: () => told.push('opened'),
      stale: (tiles) => told.push(`stale ${tiles.length}`),
      failed: (trouble) => told.push(trouble),
    },
    { take: () => worker as unknown as Worker, leave: () => told.push('left') },
  )
  const drawn: (ImageBitmap | null)[] = []
  /** How the last tile was asked for. */
  const lastId = (): number => (asked.at(-1) as { id: number }).id
  return {
    lastId,
    painter,
    worker,
    asked,
    told,
    drawn,
    ask: () => painter.ask(at, (p) => drawn.push(p)),
  }
}

const aPicture = (closed: string[] = []): ImageBitmap => ({
  width: 1,
  height: 1,
  close: () => void closed.push('closed'),
})

it('a picture comes to whoever asked for it', () => {
  const { worker, drawn, ask, asked, lastId } = aPainter()
  ask()
  expect(asked.at(-1)).toEqual({ ask: 'tile', id: lastId(), at })
  const picture = aPicture()
  worker.onmessage({ data: { tell: 'tile', id: lastId(), picture } })
  expect(drawn).toEqual([picture])
})

it('a picture that nobody waits for any more is let go', () => {
  const { worker, drawn, ask, asked, lastId } = aPainter()
  ask()()
  expect(asked.at(-1)).toEqual({ ask: 'cancel', id: lastId() })
  const closed: string[] = []
  worker.onmessage({ data: { tell: 'tile', id: lastId(), picture: aPicture(closed) } })
  expect([drawn, closed]).toEqual([[], ['closed']])
})

it('a worker that does not load is told of, and nobody waits for it', () => {
  const { worker, told, drawn, ask } = aPainter()
  ask()
  worker.onerror()
  expect(told).toEqual(['noWorker'])
  ask()
  expect(drawn).toEqual([null, null])
})

it('bytes that are gone end it, once; one tile that cannot be read does not', () => {
  const { painter, worker, told, drawn, ask, lastId } = aPainter()
  ask()
  ask()
  ask()
  const first = lastId() - 2
  const { onmessage } = worker
  onmessage({ data: { tell: 'failed', id: first, trouble: 'unreadable' } })
  expect([told, drawn]).toEqual([[], [null]])
  onmessage({ data: { tell: 'failed', id: first + 1, trouble: 'gone' } })
  onmessage({ data: { tell: 'failed', id: first + 2, trouble: 'gone' } })
  expect([told, drawn]).toEqual([['gone'], [null, null, null]])
  painter.close()
  expect(told).toEqual(['gone', 'ended'])
})

it('a worker that has served its map waits for the next one', () => {
  const { painter, told } = aPainter()
  painter.close()
  expect(told).toEqual(['left'])
})
