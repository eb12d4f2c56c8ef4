// The phone's microphone for a voice note: what it hears comes in parts of about a second, so that
// whatever ends the recording – its author, a call, the system – leaves what there was until then.
import { fault, type Fault } from '#domain/fault.ts'
import { fail, succeed, type Result } from '#domain/result.ts'

export interface MicrophoneScope {
  isSecureContext: boolean
  MediaRecorder?: typeof MediaRecorder
  navigator: { mediaDevices?: Pick<MediaDevices, 'getUserMedia'> }
}

export interface Recorder {
  stop(): void
  /** Resolves once it has ended, however it did, and every part was handed over. */
  ended: Promise<{ ms: number }>
}

interface RecorderOptions {
  /** It ends by itself after so long. */
  maxMs: number
  partMs: number
  /** One after the other, in order. */
  onPart: (bytes: ArrayBuffer, index: number) => void
  scope?: MicrophoneScope
}

const here = (): MicrophoneScope => globalThis

/** Where it cannot, nothing of it is shown. */
export const canRecord = (scope: MicrophoneScope = here()): boolean =>
  scope.isSecureContext &&
  typeof scope.MediaRecorder === 'function' &&
  typeof scope.navigator.mediaDevices?.getUserMedia === 'function'

/** A cut file of the first is whole up to its cut in every browser that makes it. */
const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']
/** Enough for a voice: a minute is about a quarter of a megabyte. */
const bitsPerSecond = 32_000

/** Faults: microphoneRefused (the person or the browser said no), microphoneMissing. */
export async function openRecorder({
  maxMs,
  partMs,
  onPart,
  scope = here(),
}: RecorderOptions): Promise<Result<Recorder>> {
  if (!canRecord(scope)) return fail(fault('microphoneMissing', { reason: 'notSupported' }))
  let stream: MediaStream | undefined
  try {
    stream = await scope.navigator.mediaDevices!.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
      video: false,
    })
    return succeed(record(new scope.MediaRecorder!(stream, manner(scope)), stream))
  } catch (reason) {
    for (const track of stream?.getTracks() ?? []) track.stop()
    return fail(microphoneFault(reason))
  }

  function record(recorder: MediaRecorder, heard: MediaStream): Recorder {
    const begunAt = performance.now()
    let endedAt: number | undefined
    let index = 0
    let handing: Promise<unknown> = Promise.resolve()
    const stop = (): void => {
      if (recorder.state === 'inactive') return
      endedAt ??= performance.now()
      recorder.stop()
    }
    const ended = new Promise<{ ms: number }>((resolve) => {
      recorder.addEventListener('dataavailable', ({ data }) => {
        if (data.size === 0) return
        handing = handing.then(async () => onPart(await data.arrayBuffer(), index++))
      })
      // An error ends it too, and `stop` is told after it with what there was.
      recorder.addEventListener('stop', () => {
        const ms = (endedAt ?? performance.now()) - begunAt
        clearTimeout(timer)
        for (const track of heard.getTracks()) track.stop()
        void handing.catch(() => undefined).then(() => resolve({ ms }))
      })
    })
    // A call takes the microphone away; some systems only mute it.
    for (const track of heard.getTracks())
      for (const event of ['ended', 'mute']) track.addEventListener(event, stop)
    recorder.start(partMs)
    const timer = setTimeout(stop, maxMs)
    return { stop, ended }
  }
}

function manner({ MediaRecorder }: MicrophoneScope): MediaRecorderOptions {
  const mimeType = types.find((type) => MediaRecorder!.isTypeSupported(type))
  return { audioBitsPerSecond: bitsPerSecond, ...(mimeType ? { mimeType } : {}) }
}

function microphoneFault(reason: unknown): Fault {
  const name = reason instanceof Error || reason instanceof DOMException ? reason.name : 'unknown'
  return fault(
    name === 'NotAllowedError' || name === 'SecurityError'
      ? 'microphoneRefused'
      : 'microphoneMissing',
    { reason: name },
  )
}
