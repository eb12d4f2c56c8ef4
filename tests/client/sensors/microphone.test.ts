import { describe, expect, it, vi } from 'vitest'
import { canRecord, type MicrophoneScope, openRecorder } from '#client/sensors/microphone.ts'

class FakeTrack extends EventTarget {
  isStopped = false
  stop() {
    this.isStopped = true
  }
}
class FakeRecorder extends EventTarget {
  static isTypeSupported = (type: string) => type.startsWith('audio/mp4')
  static last: FakeRecorder
  state = 'inactive'
  readonly mimeType: string | undefined
  constructor(_stream: unknown, { mimeType }: MediaRecorderOptions) {
    super()
    this.mimeType = mimeType
    FakeRecorder.last = this
  }
  start() {
    this.state = 'recording'
  }
  say(words: string) {
    this.dispatchEvent(Object.assign(new Event('dataavailable'), { data: new Blob([words]) }))
  }
  stop() {
    this.state = 'inactive'
    this.say('end')
    this.dispatchEvent(new Event('stop'))
  }
}

const track = new FakeTrack()
const aScope = (more: Partial<MicrophoneScope> = {}): MicrophoneScope => ({
  isSecureContext: true,
  MediaRecorder: FakeRecorder as never,
  navigator: {
    mediaDevices: {
      getUserMedia: () => Promise.resolve({ getTracks: () => [track] } as never),
    },
  },
  ...more,
})
const refusing = (name: string) =>
  aScope({
    navigator: { mediaDevices: { getUserMedia: () => Promise.reject(new DOMException('', name)) } },
  })

async function recorded(act: (recorder: FakeRecorder) => void, maxMs = 60_000) {
  const parts: string[] = []
  const opened = await openRecorder({
    maxMs,
    partMs: 1000,
    onPart: (bytes, index) => parts.push(`${index} ${Buffer.from(bytes).toString()}`),
    scope: aScope(),
  })
  if (!opened.ok) throw new Error(opened.fault.code)
  act(FakeRecorder.last)
  const { ms } = await opened.value.ended
  return { parts, ms }
}

describe('a microphone', () => {
  it('is not offered where a browser cannot record', () => {
    expect(canRecord(aScope())).toBe(true)
    expect(canRecord(aScope({ isSecureContext: false }))).toBe(false)
    expect(canRecord(aScope({ MediaRecorder: undefined }))).toBe(false)
    expect(canRecord(aScope({ navigator: {} }))).toBe(false)
  })

  it('says what is in the way', async () => {
    const faultOf = async (scope: MicrophoneScope) => {
      const opened = await openRecorder({ maxMs: 1, partMs: 1, onPart: vi.fn(), scope })
      return opened.ok ? null : opened.fault.code
    }
    expect(await faultOf(refusing('NotAllowedError'))).toBe('microphoneRefused')
    expect(await faultOf(refusing('NotFoundError'))).toBe('microphoneMissing')
    expect(await faultOf(refusing('NotReadableError'))).toBe('microphoneMissing')
    expect(await faultOf(aScope({ isSecureContext: false }))).toBe('microphoneMissing')
  })

  it('hands over its parts in order, the last one too, and lets the microphone go', async () => {
    const { parts } = await recorded((recorder) => {
      recorder.say('one')
      recorder.say('')
      recorder.say('two')
      recorder.stop()
    })
    expect(parts).toEqual(['0 one', '1 two', '2 end'])
    expect([track.isStopped, FakeRecorder.last.mimeType]).toEqual([true, 'audio/mp4'])
  })

  it.each(['ended', 'mute'])(
    'keeps what there was when the system takes it (%s)',
    async (event) => {
      const { parts } = await recorded((recorder) => {
        recorder.say('one')
        track.dispatchEvent(new Event(event))
      })
      expect(parts).toEqual(['0 one', '1 end'])
    },
  )

  it('ends by itself when there is no more room', async () => {
    const { parts, ms } = await recorded((recorder) => recorder.say('one'), 30)
    expect(parts).toEqual(['0 one', '1 end'])
    expect(ms).toBeGreaterThanOrEqual(25)
    expect(ms).toBeLessThan(2000)
  })
})
