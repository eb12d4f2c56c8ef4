// I6, I7: no receipt runs ahead of the fact, and at the end nothing waits. What a phone calls
// received is in the server's journal, or in its photos under the name of who handed it in.
import type { LocalSession } from '#client/session/localSession.ts'
import { all, type Truth } from './truth.ts'

export async function judgeReceipts(
  truth: Truth,
  { capture, memberId }: LocalSession,
  name: string,
): Promise<string[]> {
  const claimed = (await capture.outbox.toArray()).filter((entry) => entry.fate !== 'waiting')
  const photos = await capture.photo.where('state').equals('received').toArray()
  const there = new Set(
    claimed.length > 0
      ? (await all<{ change_id: string }>(truth, 'SELECT change_id FROM journal')).map(
          (line) => line.change_id,
        )
      : [],
  )
  const deposits = new Set(photos.length > 0 ? await depositsOf(truth, memberId) : [])
  return [
    ...claimed
      .filter((entry) => !there.has(entry.id))
      .map((entry) => `I7 ${name} calls ${entry.id} ${entry.fate}, the server does not know it`),
    ...photos
      .filter((photo) => !deposits.has(photo.hash))
      .map((photo) => `I7 ${name} calls the photo ${photo.hash} received, the server has it not`),
  ]
}

const depositsOf = async (truth: Truth, member: string): Promise<string[]> =>
  (
    await all<{ hash: string }>(
      truth,
      'SELECT d.hash FROM photo_deposit d JOIN photo p ON p.hash = d.hash WHERE d.member_id = ?',
      [member],
    )
  ).map(({ hash }) => hash)

/** I6: nothing waits on the phone any more. */
export async function judgeQueue({ capture }: LocalSession, name: string): Promise<string[]> {
  const left = await capture.outbox.where('fate').equals('waiting').toArray()
  const photos = await capture.photo.where('state').equals('waiting').toArray()
  return left.length + photos.length === 0
    ? []
    : [
        `I6 ${name} still holds ${left.length} changes and ${photos.length} photos: ${JSON.stringify([...left, ...photos]).slice(0, 1000)}`,
      ]
}
