/** What a tile, a strip or the viewer needs to show one photo. */
export interface PhotoTile {
  id: string
  /** Null when its bytes are not on this device. */
  src: string | null
  alt: string
  caption?: string
  /**
   * `loading`: nobody knows yet. `pending`: another phone still holds it. `offline`, `unseen`: it
   * has arrived, and cannot be fetched now. `unreadable`: its bytes cannot be shown.
   */
  state?: 'ready' | 'loading' | 'pending' | 'offline' | 'unseen' | 'unreadable'
  mark?: 'onPhone' | 'received' | 'backedUp' | 'attention'
  /** At the end of the caption's line, e.g. when it was taken. */
  note?: string
  /** Which way the camera looked, where there is room for it. */
  heading?: string
}

/** Key of what is said in the place of a picture; none while nobody knows. */
export function missingKey(state: PhotoTile['state']): string | null {
  if (state === 'loading') return null
  return `parts.photo.${state === undefined || state === 'ready' ? 'pending' : state}`
}
