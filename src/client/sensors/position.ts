// Where the phone is, for capture and patrol: each fix that can be believed, and the best of the
// last half minute whenever it changes.
import { fault, type Fault } from '#domain/fault.ts'
import { type Position, positionOf } from '#domain/position.ts'
import { believedTime } from './believedTime.ts'

export interface PositionWatch {
  /** The best fix not older than 30 s. */
  best(): Position | null
  /** For a fix of this moment: a phone that lies still says nothing by itself. */
  ask(): void
  stop(): void
}

export interface PositionOptions {
  geolocation?: Pick<Geolocation, 'watchPosition' | 'clearWatch' | 'getCurrentPosition'>
  permissions?: Pick<Permissions, 'query'>
  clock?: () => number
  /** Every fix, the vaguer ones too. */
  onEach?: (position: Position) => void
}

const keptForMs = 30_000
/** How far a person walks meanwhile: an older fix has to be that much sharper to stay the best. */
const walkingMetresPerSecond = 1.4

/**
 * Faults: positionRefused (until the permission changes, which is listened for),
 * positionUnavailable (may still be followed by fixes; said only while there is no fresh one).
 */
export function watchPosition(
  onFix: (position: Position) => void,
  onFault: (fault: Fault) => void,
  { geolocation, permissions, clock = Date.now, onEach }: PositionOptions = {},
): PositionWatch {
  const source = geolocation ?? (navigator as Partial<Navigator>).geolocation
  if (!source) {
    onFault(fault('positionUnavailable', { reason: 'notSupported' }))
    return { best: () => null, ask: () => {}, stop: () => {} }
  }

  let fixes: { position: Position; seenAt: number }[] = []
  let told: Position | null = null
  let isStopped = false
  const isOfNow = believedTime()

  const best = (): Position | null => {
    const now = clock()
    // One of later than now was seen before the clock was set back: how long ago, nobody can tell.
    fixes = fixes.filter(({ seenAt }) => seenAt <= now && now - seenAt <= keptForMs)
    const doubt = (fix: (typeof fixes)[number]): number =>
      (fix.position.accuracyMetres ?? Infinity) +
      ((now - fix.seenAt) / 1000) * walkingMetresPerSecond
    let sharpest: (typeof fixes)[number] | null = null
    for (const fix of fixes) if (!sharpest || doubt(fix) <= doubt(sharpest)) sharpest = fix
    return sharpest?.position ?? null
  }

  const hear = ({ coords, timestamp }: GeolocationPosition): void => {
    const seenAt = clock()
    const { latitude: lat, longitude: lon, accuracy: accuracyMetres } = coords
    const position = isOfNow(timestamp, seenAt)
      ? positionOf({ lat, lon, accuracyMetres, at: seenAt }, 'gps')
      : null
    if (isStopped || !position) return
    fixes.push({ position, seenAt })
    onEach?.(position)
    const next = best()
    if (next && next !== told) {
      told = next
      onFix(next)
    }
  }
  const miss = (error: Pick<GeolocationPositionError, 'code'>): void => {
    if (isStopped) return
    if (error.code === 1 /* PERMISSION_DENIED */) onFault(fault('positionRefused'))
    else if (!best())
      onFault(fault('positionUnavailable', { reason: error.code === 3 ? 'timeout' : 'noFix' }))
  }
  const options = { enableHighAccuracy: true, maximumAge: 5000, timeout: 20_000 }
  const begin = (): number => source.watchPosition(hear, miss, options)

  let id = begin()
  const permission = whenGranted(
    permissions ?? (geolocation ? undefined : (navigator as Partial<Navigator>).permissions),
    () => {
      if (isStopped) return
      source.clearWatch(id)
      id = begin()
    },
  )

  return {
    best,
    ask: () => source.getCurrentPosition(hear, () => undefined, options),
    stop() {
      isStopped = true
      source.clearWatch(id)
      permission.stop()
    },
  }
}

/** A watch that was refused hears nothing any more, even when the person has allowed it since. */
function whenGranted(
  permissions: Pick<Permissions, 'query'> | undefined,
  act: () => void,
): { stop(): void } {
  let status: PermissionStatus | null = null
  let isStopped = false
  const look = (): void => {
    if (status?.state === 'granted') act()
  }
  void permissions?.query({ name: 'geolocation' }).then(
    (found) => {
      if (isStopped) return
      status = found
      status.addEventListener('change', look)
    },
    () => undefined, // a browser that cannot be asked
  )
  return {
    stop() {
      isStopped = true
      status?.removeEventListener('change', look)
    },
  }
}
