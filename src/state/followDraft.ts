// What other windows and other people do to a form meanwhile is shown; what holds is asked again at
// each write.
import type { DraftStore } from '#client/phone/draftStore.ts'
import type { DraftSession } from '#client/drafts/draftSession.ts'
import { watchLive } from '#client/db/watchLive.ts'
import type { ReportId } from '#domain/ids.ts'

/** @param amends the report it alters, if any. Returns the way to stop. */
export function followDraft(
  draftSession: DraftSession,
  drafts: DraftStore,
  amends: ReportId | undefined,
): () => void {
  const ways = [
    watchLive(
      () => draftSession.lookAgain(),
      () => undefined,
      (error) => console.error('draft', error),
    ),
  ]
  if (amends)
    ways.push(
      watchLive(
        () => drafts.look(amends),
        () => void draftSession.moveOnNow(),
        (error) => console.error('report', error),
        300,
      ),
    )
  return () => ways.forEach((stop) => stop())
}
