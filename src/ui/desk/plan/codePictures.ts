// The QR codes of labels, each drawn once: thousands take seconds, so they are drawn in slices
// between which the page answers.
import { addressOfCode } from '#domain/place.ts'
import { qrPicture, type QrPicture } from '#parts/qrPicture.ts'

/** One picture of a screen at 60 a second: what is typed or tapped meanwhile waits no longer. */
const sliceMs = 16

export interface CodePictures {
  of(code: string): QrPicture
  /** Draws what is missing. `tell` hears after each slice how many are there. */
  prepare(codes: readonly string[], tell: (done: number) => void): Promise<void>
}

export function codePictures(origin: string): CodePictures {
  const drawn = new Map<string, QrPicture>()
  function of(code: string): QrPicture {
    const known = drawn.get(code)
    if (known) return known
    const picture = qrPicture(addressOfCode(origin, code))
    drawn.set(code, picture)
    return picture
  }
  async function prepare(codes: readonly string[], tell: (done: number) => void): Promise<void> {
    let until = performance.now() + sliceMs
    for (const [at, code] of codes.entries()) {
      of(code)
      if (performance.now() < until) continue
      tell(at + 1)
      await new Promise((resolve) => setTimeout(resolve))
      until = performance.now() + sliceMs
    }
    tell(codes.length)
  }
  return { of, prepare }
}
