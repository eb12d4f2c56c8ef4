import { describe, expect, it } from 'vitest'
import { audioTypeOf } from '#domain/audioType.ts'
import { blobsOf, readAttachments } from '#domain/attachment.ts'
import { schemaOf } from '#domain/change.ts'
import { mediaTypeOf } from '#domain/media.ts'
import { isTooMuchVoice, secondsLeft, voiceLimits } from '#domain/voice.ts'
import { aHeic } from '../aHeic.ts'
import { aWebm, anM4a } from '../aVoice.ts'
import { aJpeg } from '../world.ts'

const notes = (...seconds: number[]) => seconds.map((each) => ({ seconds: each }))

describe('what a file is, by its first bytes', () => {
  it('is WebM, Ogg or MP4 for a voice note', () => {
    expect(audioTypeOf(new Uint8Array(aWebm(1)))).toBe('audio/webm')
    expect(audioTypeOf(new Uint8Array(anM4a(1)))).toBe('audio/mp4')
    expect(audioTypeOf(Buffer.from('OggS\0\x02        '))).toBe('audio/ogg')
  })

  it('is no voice note for a picture, a page, an EBML of something else or nothing', () => {
    const nameless = new Uint8Array(aWebm(1, 200))
    nameless.fill(0, 4)
    for (const bytes of [
      new Uint8Array(aJpeg(1, 500)),
      aHeic(),
      Buffer.from('<svg onload="x">'),
      Buffer.from('RIFF\0\0\0\0WEBP'),
      nameless,
      new Uint8Array(0),
    ])
      expect(audioTypeOf(bytes)).toBeNull()
  })

  it('is one thing alone', () => {
    expect(mediaTypeOf(aHeic())).toBe('image/heic')
    expect(mediaTypeOf(new Uint8Array(anM4a(2)))).toBe('audio/mp4')
  })
})

describe('how much may be spoken', () => {
  it('is what is left of a minute, in so many notes', () => {
    expect([secondsLeft([]), secondsLeft(notes(20, 25)), secondsLeft(notes(60))]).toEqual([
      60, 15, 0,
    ])
    expect(secondsLeft(notes(...Array<number>(voiceLimits.notes).fill(1)))).toBe(0)
  })

  it('is too much beyond either', () => {
    expect([isTooMuchVoice(notes(30, 30)), isTooMuchVoice(notes(30, 31))]).toEqual([false, true])
    expect(isTooMuchVoice(notes(1, 1, 1, 1, 1, 1))).toBe(true)
  })
})

describe('what is attached to a change nobody has checked', () => {
  it('is read as far as it can be asked for', () => {
    const note = { hash: 'v', bytes: 1, seconds: 1, takenAt: 1 }
    const found = readAttachments({
      photos: [null, 'x', { hash: 'a' }, { hash: 'b', bytes: 1, thumb: { hash: 't', bytes: 1 } }],
      voice: [note, {}, null],
    })
    expect(found.flatMap(blobsOf).map(({ hash }) => hash)).toEqual(['t', 'b', 'v'])
    expect(readAttachments({ photos: 'x', voice: 7 })).toEqual([])
  })

  it('is of the second schema where it is a voice note', () => {
    const voice = [{}]
    expect([{}, { set: { note: '' } }, { add: { photos: [] } }].map(schemaOf)).toEqual([1, 1, 1])
    expect(
      [
        { set: { voice } },
        { add: { voice } },
        { remove: { voice: ['v'] } },
        { step: { voice: [] } },
      ].map(schemaOf),
    ).toEqual([2, 2, 2, 2])
  })
})
