// I1, I8: what is stored is what was captured, and what a person was told is kept, is stored or
// still on a phone.
import { createHash } from 'node:crypto'
import type { LocalSession } from '#client/session/localSession.ts'
import { all, type Truth } from './truth.ts'

/**
 * Every stored photo has the bytes of its name, or is known to be missing: an incident says so, and
 * phones are asked for it.
 */
export async function judgeStoredPhotos(truth: Truth): Promise<string[]> {
  const wrong: string[] = []
  for (const { hash } of await all<{ hash: string }>(
    truth,
    'SELECT hash FROM photo WHERE missing_since IS NULL',
  )) {
    const bytes = await truth.photoBytes(hash)
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== hash)
      wrong.push(`I8 the stored photo ${hash} is ${bytes ? 'another one' : 'not there'}`)
  }
  return wrong
}

/** A photo that a phone calls received has its bytes on the server. */
export async function judgeReceivedPhotos(
  truth: Truth,
  phones: readonly { session: LocalSession }[],
  promised: ReadonlySet<string>,
): Promise<string[]> {
  const wrong: string[] = []
  for (const { session } of phones)
    for (const { hash, state } of await session.capture.photo.toArray())
      if (state === 'received' && promised.has(hash) && !(await truth.photoBytes(hash)))
        wrong.push(`I1 a photo is lost: ${hash}`)
  return wrong
}
