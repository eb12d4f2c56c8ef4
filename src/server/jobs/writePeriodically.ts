// A note beside the database that follows it: written at once, every ten seconds where there is
// news, and once more at the end, so that nothing is added to what a push costs.
import { troubleOf } from '../storage/port/engineTrouble.ts'

const everyMs = 10_000

/**
 * A disk that is full at the start stops nobody: reading goes on, and what is handed in is refused
 * by whoever has no room for it.
 * @param write the note as it is now. @param keep puts it where it lies; not asked while the note
 *   is the same.
 */
export async function writePeriodically(
  write: () => Promise<string>,
  keep: (text: string) => Promise<void>,
): Promise<{ close(): Promise<void> }> {
  let kept = ''
  const look = async (): Promise<void> => {
    const text = await write()
    if (text === kept) return
    await keep(text)
    kept = text
  }
  await look().catch((error: unknown) => {
    if (troubleOf(error) !== 'full') throw error
  })
  let looking: Promise<void> = Promise.resolve()
  // A disk that is full is told by whoever needs it; the note is written again next time.
  const lookAgain = (): Promise<void> => (looking = looking.then(look).catch(() => undefined))
  const timer = setInterval(() => void lookAgain(), everyMs)
  timer.unref()
  return {
    close: async () => {
      clearInterval(timer)
      await lookAgain()
    },
  }
}
