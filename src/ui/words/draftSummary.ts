import type { Kind } from '#kinds/kind.ts'
import type { DraftWords } from '#state/useDraft.ts'
import type { Translate } from './format.ts'

const noteCharacters = 60

/** What an unfinished form is about, on one line. */
export function draftSummary(
  kind: Kind,
  { body, photos, voice, note }: Pick<DraftWords, 'body' | 'photos' | 'voice' | 'note'>,
  placeName: string,
  t: Translate,
): string {
  const key = kind.capture.draftTitleKey?.(body)
  const count = photos.length
  return [
    key ? t(key) : '',
    placeName,
    count ? t('capture.camera.count', { count }, count) : '',
    voice?.length ? t('voice.note') : '',
    note.slice(0, noteCharacters),
  ]
    .filter(Boolean)
    .join(' · ')
}
