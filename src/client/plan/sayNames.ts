// How the names of new places are said, so that phones need no dictionary to find them by their
// letters. A person corrects what it gets wrong (黄陂).
import type { PreviewRow } from '#domain/plan/planPreview.ts'

const hasHan = /\p{Script=Han}/u

/** Only of what is new or has another name: a reading that a person wrote stays. */
export async function sayNames(rows: readonly PreviewRow[]): Promise<void> {
  const unsaid = rows.flatMap(({ change, state, altered }) => {
    if (change.t !== 'place' || !hasHan.test(change.set.name)) return []
    const isRenamed = altered.some(({ field }) => field === 'name')
    const saysItself = altered.some(({ field }) => field === 'pinyin')
    return (state === 'new' && !change.set.pinyin) || (isRenamed && !saysItself) ? [change.set] : []
  })
  if (unsaid.length === 0) return
  const { pinyin } = await import('pinyin-pro')
  for (const place of unsaid)
    place.pinyin = pinyin(place.name, { toneType: 'none', type: 'array', nonZh: 'consecutive' })
      .join(' ')
      .toLowerCase()
      .slice(0, 400)
}
