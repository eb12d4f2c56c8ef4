import { describe, expect, it } from 'vitest'
import { lookUpPhoto } from '#client/photos/photoBytes.ts'
import type { PhotoHash } from '#domain/ids.ts'
import { aCache, aCapture } from '../db/aCapture.ts'

const hash = 'a'.repeat(64) as PhotoHash
const answering = (answer: () => Response) => ({ send: () => Promise.resolve().then(answer) })
const isGone = answering(() => new Response('{}', { status: 404 }))
const isCut = answering(() => {
  throw new TypeError('no network')
})

describe('a photo that is not on this phone', () => {
  it('is elsewhere, with what this phone knows of its way', async () => {
    const from = { capture: aCapture(), cache: aCache(), now: () => 1 }
    const look = (transport: typeof isGone) => lookUpPhoto(hash, { ...from, transport })
    const elsewhere = { state: 'elsewhere', isReceived: false }
    expect(await look(isGone)).toEqual({ ...elsewhere, isCutOff: false })
    expect(await look(isCut)).toEqual({ ...elsewhere, isCutOff: true })

    const sent = { hash, size: 1, part: 'photo', state: 'waiting', savedAt: 1 } as const
    await from.capture.photo.put(sent)
    expect(await look(isCut)).toMatchObject({ isReceived: false })
    await from.capture.photo.put({ ...sent, state: 'received' })
    expect(await look(isCut)).toMatchObject({ isReceived: true })
    await from.capture.photo.clear()
    await from.capture.safe.put({ key: hash })
    expect(await look(isCut), 'backed up, and let go of').toMatchObject({ isReceived: true })
  })
})
