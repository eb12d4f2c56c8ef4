// Which way the camera looks, while it is open: a compass that knows north, or nothing. A phone
// that only feels how far it was turned (`deviceorientation` that is not absolute) is no compass.

export interface Compass {
  /** Degrees clockwise from north, in steps of five; undefined while the phone does not know. */
  heading(): number | undefined
  stop(): void
}

/** As the browser says it; the two of WebKit are not in TypeScript's DOM library. */
interface Turned {
  alpha: number | null
  beta?: number | null
  gamma?: number | null
  webkitCompassHeading?: number
  /** Degrees it may be off; negative for a compass that has to be calibrated. */
  webkitCompassAccuracy?: number
}

interface CompassOptions {
  target?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
  /** Degrees the screen is turned against the phone. */
  screenAngle?: () => number
}

const stepDegrees = 5
/** A compass that is off by more does not tell one street from the next. */
const mostDoubtDegrees = 25

export function watchCompass({
  target = globalThis,
  screenAngle = () => (globalThis.screen as Partial<Screen> | undefined)?.orientation?.angle ?? 0,
}: CompassOptions = {}): Compass {
  let heading: number | undefined
  let isWebKit = false
  const hearWebKit = (event: Event): void => {
    const { webkitCompassHeading: said, webkitCompassAccuracy: doubt = 0 } = event as Event & Turned
    if (said === undefined) return
    isWebKit = true
    heading = doubt >= 0 && doubt <= mostDoubtDegrees ? inSteps(said) : undefined
  }
  const hearAbsolute = (event: Event): void => {
    if (!isWebKit) heading = inSteps(lookedAt(event as Event & Turned, screenAngle()))
  }
  target.addEventListener('deviceorientation', hearWebKit)
  target.addEventListener('deviceorientationabsolute', hearAbsolute)
  return {
    heading: () => heading,
    stop() {
      target.removeEventListener('deviceorientation', hearWebKit)
      target.removeEventListener('deviceorientationabsolute', hearAbsolute)
    },
  }
}

function inSteps(degrees: number | null): number | undefined {
  if (degrees === null || !Number.isFinite(degrees)) return undefined
  const rounded = Math.round(degrees / stepDegrees) * stepDegrees
  return ((rounded % 360) + 360) % 360
}

/** The part of a line of sight that runs along the ground: less, and it looks straight down. */
const leastShadow = Math.sin(Math.PI / 9)

/**
 * Where the camera on the back looks, for any way of holding the phone (W3C Device Orientation,
 * annex "calculating compass heading"): 360 − alpha for one held upright. Straight down or up it
 * looks nowhere, and the upper edge of the picture counts.
 */
function lookedAt({ alpha, beta, gamma }: Turned, screenAngle: number): number | null {
  if (alpha === null) return null
  if (typeof beta === 'number' && typeof gamma === 'number') {
    const [a, b, c] = [alpha, beta, gamma].map((degrees) => (degrees * Math.PI) / 180) as [
      number,
      number,
      number,
    ]
    const east = -Math.cos(a) * Math.sin(c) - Math.sin(a) * Math.sin(b) * Math.cos(c)
    const north = -Math.sin(a) * Math.sin(c) + Math.cos(a) * Math.sin(b) * Math.cos(c)
    if (Math.hypot(east, north) >= leastShadow) return (Math.atan2(east, north) * 180) / Math.PI
  }
  return 360 - alpha + screenAngle
}
