import type { PhotoTile } from '#parts/photoTile.ts'
import type { PhotoUrlState } from '#state/usePhotoUrl.ts'

const states = {
  here: 'ready',
  loading: 'loading',
  elsewhere: 'pending',
  offline: 'offline',
  unseen: 'unseen',
  lost: 'unreadable',
  unshown: 'unreadable',
} as const satisfies Record<PhotoUrlState, PhotoTile['state']>

/** A picture that is shown is ready, whatever is still being looked for. */
export const tileStateOf = (
  src: string | null | undefined,
  state: PhotoUrlState = 'loading',
): NonNullable<PhotoTile['state']> => (src ? 'ready' : states[state])
