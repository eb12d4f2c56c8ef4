// Rescue files as phones write them, and the ways a file can be damaged on its way.
import type { Phone } from './world.ts'
import { writeRescueFile } from '#client/rescue/writeRescueFile.ts'
import { frameHeadBytes, readFrameHead, rescueHeaderBytes } from '#protocol/rescueFile.ts'

export async function aRescueFile(phone: Phone): Promise<Uint8Array<ArrayBuffer>> {
  const written = await writeRescueFile({
    ...phone.session,
    app: 'test',
    now: phone.environment.now,
  })
  if (!written.ok) throw new Error(written.fault.code)
  return new Uint8Array(await written.value.file.arrayBuffer())
}

/** Its header and each of its records, head first. */
export function partsOf(file: Uint8Array<ArrayBuffer>): {
  header: Uint8Array<ArrayBuffer>
  frames: Uint8Array<ArrayBuffer>[]
} {
  const frames: Uint8Array<ArrayBuffer>[] = []
  for (let at = rescueHeaderBytes; at < file.length;) {
    const end = at + frameHeadBytes + readFrameHead(file, at)!.length
    frames.push(file.slice(at, end))
    at = end
  }
  return { header: file.slice(0, rescueHeaderBytes), frames }
}

export function glued(...parts: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function flipped(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  bit = 0,
): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice()
  copy[at]! ^= 1 << bit
  return copy
}
