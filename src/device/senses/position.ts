// Where the phone is, for capture and patrol: the best fix of the last half minute, handed on whenever it changes.
import { fault, type Fault } from '#domain/fault.ts'
import { isOnEarth, type Position } from '#domain/position.ts'

export interface PositionWatch {
  /** The best fix not older than 30 s. */
  best(): Position | null
  stop(): void
}

interface PositionOptions {
  geolocation?: Pick<Geolocation, 'watchPosition' | 'clearWatch'>
  clock?: () => number
}

const keptForMs = 30_000
/** How far a person walks meanwhile: an older fix has to be that much sharper to stay the best. */
const walkingMetresPerSecond = 1.4

/**
 * Faults: positionRefused (final until permission changes), positionUnavailable (may still be followed by fixes;
 * said only while there is no fresh one).
 */
export function watchPosition(
  onFix: (position: Position) => void,
  onFault: (fault: Fault) => void,
  { geolocation, clock = Date.now }: PositionOptions = {},
): PositionWatch {
  const source = geolocation ?? (navigator as Partial<Navigator>).geolocation
  if (!source) {
    onFault(fault('positionUnavailable', { reason: 'notSupported' }))
    return { best: () => null, stop: () => {} }
  }

  let fixes: { position: Position; seenAt: number }[] = []
  let told: Position | null = null
  let isStopped = false

  const best = (): Position | null => {
    const now = clock()
    fixes = fixes.filter((fix) => now - fix.seenAt <= keptForMs)
    const doubt = (fix: (typeof fixes)[number]): number =>
      (fix.position.accuracyMetres ?? Infinity) + ((now - fix.seenAt) / 1000) * walkingMetresPerSecond
    let sharpest: (typeof fixes)[number] | null = null
    for (const fix of fixes) if (!sharpest || doubt(fix) <= doubt(sharpest)) sharpest = fix
    return sharpest?.position ?? null
  }

  const id = source.watchPosition(
    ({ coords, timestamp }) => {
      if (isStopped || !isOnEarth({ lat: coords.latitude, lon: coords.longitude })) return
      const position: Position = {
        lat: coords.latitude,
        lon: coords.longitude,
        accuracyMetres: coords.accuracy,
        source: 'gps',
        at: timestamp,
      }
      fixes.push({ position, seenAt: clock() })
      const next = best()
      if (next && next !== told) {
        told = next
        onFix(next)
      }
    },
    (error) => {
      if (isStopped) return
      if (error.code === 1 /* PERMISSION_DENIED */) onFault(fault('positionRefused'))
      else if (!best()) onFault(fault('positionUnavailable', { reason: error.code === 3 ? 'timeout' : 'noFix' }))
    },
    { enableHighAccuracy: true, maximumAge: 5000, timeout: 20_000 },
  )

  return {
    best,
    stop() {
      isStopped = true
      source.clearWatch(id)
    },
  }
}
