// Photos that another app hands to this one. They wait until a person says what becomes of them; by
// themselves they are part of no record.
import type { Instant } from './ids.ts'
import { photoLimits } from './photo.ts'

/** Where the phone sends them, as the manifest says (vite.config.ts), and their name in it. */
export const sharePath = '/share'
export const shareField = 'photos'

export const shareLimits = {
  /** Shares that may wait at once: who sends one after the other fills no phone. */
  waiting: 5,
  /** Bytes of all that wait together. */
  bytes: 300_000_000,
  keptMs: 86_400_000,
} as const

/** Why there is nothing of a share on this phone. */
export const shareRefusals = ['empty', 'notKept', 'tooMany', 'notReady'] as const
export type ShareRefusal = (typeof shareRefusals)[number]

/** How many files of a share were left out, by reason. */
export type LeftOut = Partial<Record<'notPhotos' | 'tooLarge' | 'beyondLimit' | 'noRoom', number>>

export interface SharedFacts {
  id: string
  at: Instant
  /** Of what was kept at first; fewer wait once some have gone into a form. */
  bytes: number
  leftOut: LeftOut
}

/** Which of the files are taken, in their order, and how many are not. */
export function chooseShared(
  files: readonly { size: number; isPhoto: boolean }[],
  room: number,
): { taken: number[]; bytes: number; leftOut: LeftOut } {
  const chosen = { taken: [] as number[], bytes: 0, leftOut: {} as LeftOut }
  const whyNot = ({ size, isPhoto }: (typeof files)[number]): keyof LeftOut | null => {
    if (!isPhoto || size === 0) return 'notPhotos'
    if (size > photoLimits.fileBytes) return 'tooLarge'
    if (chosen.taken.length >= photoLimits.perReport) return 'beyondLimit'
    return chosen.bytes + size > room ? 'noRoom' : null
  }
  files.forEach((file, index) => {
    const reason = whyNot(file)
    if (reason) chosen.leftOut[reason] = (chosen.leftOut[reason] ?? 0) + 1
    else {
      chosen.taken.push(index)
      chosen.bytes += file.size
    }
  })
  return chosen
}
