// The forms of new reports that somebody has begun and not ended, for a screen to lead back to.
import type { CaptureDb } from '../db/captureDb.ts'
import type { Draft } from '../db/tables.ts'
import { hasContent } from './draft.ts'

/** One a kind, the newest: it is what its form opens with. The last written comes first. */
export async function openDrafts(capture: CaptureDb): Promise<Draft[]> {
  const newest = new Map<string, Draft>()
  for (const draft of await capture.draft.toArray()) {
    const isNew = !draft.amends && !draft.ofCase
    const known = newest.get(draft.kind)
    if (isNew && hasContent(draft) && (known?.writtenAt ?? 0) <= (draft.writtenAt ?? 0))
      newest.set(draft.kind, draft)
  }
  return [...newest.values()].sort((a, b) => (b.writtenAt ?? 0) - (a.writtenAt ?? 0))
}
