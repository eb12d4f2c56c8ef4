// The phone's camera for the capture screen: a live stream to show, and photos from it for
// photo/preparePhoto.ts.
import { fault, type Fault } from '#domain/fault.ts'
import { fail, succeed, type Result } from '#domain/result.ts'
import { takeFrame } from './takeFrame.ts'

export type CameraFacing = 'environment' | 'user'

export interface Camera {
  /** For a <video>; another one after switchFacing(). */
  readonly stream: MediaStream
  readonly facing: CameraFacing
  readonly hasTorch: boolean
  /** Rejects only when the camera ended meanwhile. */
  takePhoto(): Promise<Blob>
  /**
   * On a fault the camera is closed: a phone opens one camera at a time, so the old one had to go
   * first.
   */
  switchFacing(): Promise<Result<MediaStream>>
  /** Says whether the torch obeyed. */
  setTorch(isOn: boolean): Promise<boolean>
  close(): void
}

interface CameraOptions {
  facing?: CameraFacing
  /** The system took the camera away (a call, another app, unplugged); not called after close(). */
  onEnded: () => void
  mediaDevices?: Pick<MediaDevices, 'getUserMedia'>
}

/** Longest wait for ImageCapture; some phones never answer. */
const stillTimeoutMs = 5000

/**
 * Faults: cameraRefused (the person or the browser said no), cameraMissing (none, in use, or page
 * not secure).
 */
export async function openCamera({
  facing = 'environment',
  onEnded,
  mediaDevices,
}: CameraOptions): Promise<Result<Camera>> {
  const devices = mediaDevices ?? (navigator as Partial<Navigator>).mediaDevices
  if (!devices) return fail(fault('cameraMissing', { reason: 'notSupported' }))

  const opened = await openStream(devices, facing)
  if (!opened.ok) return opened
  let { stream, track } = opened.value
  let stills = stillsOf(track)
  let isClosed = false
  const watch = (): void => track.addEventListener('ended', onTrackEnded)
  const release = (): void => {
    track.removeEventListener('ended', onTrackEnded)
    for (const each of stream.getTracks()) each.stop()
  }
  function onTrackEnded(): void {
    if (!isClosed) onEnded()
  }
  watch()

  return succeed({
    get stream() {
      return stream
    },
    get facing() {
      return facing
    },
    get hasTorch() {
      return hasTorch(track)
    },
    async takePhoto() {
      if (stills) {
        const photo = await within(stillTimeoutMs, stills.takePhoto()).catch(() => null)
        if (photo && photo.size > 0) return photo
        stills = null // it will not work the next time either
      }
      return takeFrame(stream)
    },
    async switchFacing() {
      release()
      facing = facing === 'environment' ? 'user' : 'environment'
      const next = await openStream(devices, facing)
      if (!next.ok) {
        isClosed = true
        return next
      }
      if (isClosed) {
        for (const each of next.value.stream.getTracks()) each.stop()
        return fail(fault('cameraMissing', { reason: 'closed' }))
      }
      ;({ stream, track } = next.value)
      stills = stillsOf(track)
      watch()
      return succeed(stream)
    },
    async setTorch(isOn) {
      if (!hasTorch(track)) return false
      // not in TypeScript's DOM library yet
      const torch = { torch: isOn } as MediaTrackConstraintSet
      return track.applyConstraints({ advanced: [torch] }).then(
        () => true,
        () => false,
      )
    },
    close() {
      isClosed = true
      release()
    },
  })
}

async function openStream(devices: Pick<MediaDevices, 'getUserMedia'>, facing: CameraFacing) {
  try {
    const stream = await devices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: 4096 }, height: { ideal: 3072 } },
    })
    const track = stream.getVideoTracks()[0]
    return track ? succeed({ stream, track }) : fail(fault('cameraMissing', { reason: 'noTrack' }))
  } catch (reason) {
    return fail(cameraFault(reason))
  }
}

function cameraFault(reason: unknown): Fault {
  const name = reason instanceof Error || reason instanceof DOMException ? reason.name : 'unknown'
  return fault(
    name === 'NotAllowedError' || name === 'SecurityError' ? 'cameraRefused' : 'cameraMissing',
    { reason: name },
  )
}

const stillsOf = (track: MediaStreamTrack): ImageCapture | null => {
  try {
    return typeof ImageCapture === 'undefined' ? null : new ImageCapture(track)
  } catch {
    return null
  }
}

const hasTorch = (track: MediaStreamTrack): boolean =>
  'getCapabilities' in track && Boolean((track.getCapabilities() as { torch?: boolean }).torch)

const within = <T>(timeoutMs: number, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('took too long')), timeoutMs)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
