// Draws the base map in a runtime of its own, so that no movement of the map waits for it. Opened
// once for an archive; then tile by tile, the last asked for first.
import type { BaseMapAnswer, BaseMapRequest, BaseMapLook, TileAddress } from './baseMapMessages.ts'
import { drawHatching } from './drawHatching.ts'
import { type Archive, openArchive } from './openArchive.ts'
import { rasterTiles } from './rasterTiles.ts'
import { tilePixels } from './tilePlane.ts'
import { tileQueue } from './tileQueue.ts'
import { type TilePainter, vectorTiles } from './vectorTiles.ts'

declare const self: DedicatedWorkerGlobalScope

interface Opened extends Archive {
  painter: TilePainter
}

const tell = (answer: BaseMapAnswer, transfer: Transferable[] = []): void =>
  self.postMessage(answer, transfer)

let look: BaseMapLook
let opening: Promise<Opened>

async function open(bytes: Blob): Promise<Opened> {
  const archive = await openArchive(bytes)
  const { tiles, facts, isVector } = archive
  const painter = isVector
    ? vectorTiles(tiles, facts.maxZoom, look, (at) => tell({ tell: 'stale', at }))
    : rasterTiles(tiles, facts.maxZoom)
  tell({ tell: 'opened', facts })
  return { ...archive, painter }
}

const queue = tileQueue<TileAddress>(async (id, at) => {
  try {
    const { painter, facts } = await opening
    const side = Math.round(tilePixels * look.density)
    const canvas = new OffscreenCanvas(side, side)
    const ctx = canvas.getContext('2d')!
    ctx.scale(look.density, look.density)
    ctx.fillStyle = look.colours.ground
    ctx.fillRect(0, 0, tilePixels, tilePixels)
    await painter.draw(ctx, at)
    drawHatching(ctx, at, facts.bounds, look.colours)
    const picture = canvas.transferToImageBitmap()
    tell({ tell: 'tile', id, picture }, [picture])
  } catch (error) {
    tell({ tell: 'failed', id, trouble: troubleOf(error) })
  }
})

/** What lies on the disk and cannot be read any more has these names in every browser. */
const troubleOf = (error: unknown): 'gone' | 'unreadable' =>
  error instanceof DOMException && ['NotFoundError', 'NotReadableError'].includes(error.name)
    ? 'gone'
    : 'unreadable'

self.onmessage = ({ data }: MessageEvent<BaseMapRequest>) => {
  if (data.ask === 'open') {
    look = data.look
    opening = open(data.archive)
    opening.catch((error: unknown) => tell({ tell: 'failed', trouble: troubleOf(error) }))
  } else if (data.ask === 'look') {
    const next = data.look
    look = next
    opening.then(({ painter }) => painter.restyle(next)).catch(() => undefined)
  } else if (data.ask === 'tile') queue.add(data.id, data.at)
  else queue.cancel(data.id)
}
