import { describe, expect, it } from 'vitest'
import { askOnce } from '#client/sensors/askForCompass.ts'
import { watchCompass } from '#client/sensors/compass.ts'

/** A phone whose compass says what a test wants it to say. */
function aPhone(screenAngle = 0) {
  const target = new EventTarget()
  const listened: string[] = []
  const compass = watchCompass({
    target: {
      addEventListener: (type: string, hear: EventListener) => {
        listened.push(type)
        target.addEventListener(type, hear)
      },
      removeEventListener: (type: string, hear: EventListener) => {
        listened.splice(listened.indexOf(type), 1)
        target.removeEventListener(type, hear)
      },
    },
    screenAngle: () => screenAngle,
  })
  return {
    compass,
    listened,
    says: (type: string, said: object) =>
      target.dispatchEvent(Object.assign(new Event(type), said)),
  }
}
const absolute = 'deviceorientationabsolute'
const relative = 'deviceorientation'

describe('a compass', () => {
  it('that says nothing, or nothing of use, gives no heading', () => {
    const { compass, says } = aPhone()
    expect(compass.heading()).toBeUndefined()
    says(absolute, { alpha: null, beta: null, gamma: null })
    expect(compass.heading()).toBeUndefined()
    says(absolute, { alpha: Number.NaN, beta: 90, gamma: 0 })
    expect(compass.heading()).toBeUndefined()
  })

  it.each([
    [0, 0],
    [315, 45],
    [270, 90],
    [92.4, 270],
    [1.9, 0],
  ])('of an upright phone turned by %d° against the sun looks to %d°', (alpha, heading) => {
    const { compass, says } = aPhone()
    says(absolute, { alpha, beta: 90, gamma: 0, absolute: true })
    expect(compass.heading()).toBe(heading)
    // Its upper edge tipped back or forward, it still looks there.
    says(absolute, { alpha, beta: 60, gamma: 0, absolute: true })
    expect(compass.heading()).toBe(heading)
    says(absolute, { alpha, beta: 110, gamma: 0, absolute: true })
    expect(compass.heading()).toBe(heading)
  })

  it('of a phone held across looks the same way a little above and below the horizon', () => {
    const { compass, says } = aPhone(90)
    says(absolute, { alpha: 0, beta: 0, gamma: -80 })
    expect(compass.heading()).toBe(90)
    // Past the upright the angles of the same phone jump by half a turn, and the camera does not.
    says(absolute, { alpha: 180, beta: 180, gamma: 80 })
    expect(compass.heading()).toBe(90)
  })

  it.each([
    [0, 330],
    [90, 60],
    [270, 240],
  ])(
    'of a phone over the ground, its screen turned by %d°, goes by the upper edge',
    (angle, is) => {
      const { compass, says } = aPhone(angle)
      says(absolute, { alpha: 30, beta: 2, gamma: -3 })
      expect(compass.heading()).toBe(is)
      says(absolute, { alpha: 30 })
      expect(compass.heading()).toBe(is)
    },
  )

  it('of an iPhone is believed as far as it believes itself', () => {
    const { compass, says } = aPhone()
    says(relative, { alpha: 200, webkitCompassHeading: 43, webkitCompassAccuracy: 25 })
    expect(compass.heading()).toBe(45)
    says(relative, { alpha: 200, webkitCompassHeading: 43, webkitCompassAccuracy: 26 })
    expect(compass.heading()).toBeUndefined()
    says(relative, { alpha: 200, webkitCompassHeading: 358 })
    expect(compass.heading()).toBe(0)
    says(relative, { alpha: 200, webkitCompassHeading: 90, webkitCompassAccuracy: -1 })
    expect(compass.heading()).toBeUndefined()
  })

  it('that knows only how far it was turned is none', () => {
    const { compass, says } = aPhone()
    says(relative, { alpha: 45, beta: 90, gamma: 0, absolute: false })
    expect(compass.heading()).toBeUndefined()
    says(absolute, { alpha: 270, beta: 90, gamma: 0, absolute: true })
    says(relative, { alpha: 45, beta: 90, gamma: 0, absolute: false })
    says(absolute, { alpha: 180, beta: 90, gamma: 0, absolute: true })
    expect(compass.heading()).toBe(180)
  })

  it('is listened to no longer than the camera is open', () => {
    const { compass, listened } = aPhone()
    expect(listened).toHaveLength(2)
    compass.stop()
    expect(listened).toEqual([])
  })
})

describe('asking for the compass', () => {
  const aBrowser = (answers: (() => Promise<string>)[]) => {
    let asked = 0
    const ask = askOnce(() => ({ requestPermission: () => answers[asked++]!() }))
    return { ask, asked: () => asked }
  }
  const said = (word: string) => () => Promise.resolve(word)
  const settled = () => new Promise((resolve) => setTimeout(resolve))

  it.each(['granted', 'denied'])('is over once the browser has said: %s', async (word) => {
    const { ask, asked } = aBrowser([said(word)])
    ask()
    await settled()
    ask()
    expect(asked()).toBe(1)
  })

  it('waits for the next tap where there was none', async () => {
    const outside = () => Promise.reject(new DOMException('no tap', 'NotAllowedError'))
    const { ask, asked } = aBrowser([outside, said('granted')])
    ask()
    await settled()
    ask()
    await settled()
    ask()
    expect(asked()).toBe(2)
  })

  it('is left out where nobody wants to be asked', () => {
    expect(askOnce(() => undefined)).not.toThrow()
    expect(askOnce(() => ({}))).not.toThrow()
  })
})
