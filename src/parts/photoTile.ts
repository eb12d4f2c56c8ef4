/** What a tile, a strip or the viewer needs to show one photo. */
export interface PhotoTile {
  id: string
  /** Null when its bytes are not on this device. */
  src: string | null
  alt: string
  caption?: string
  /**
   * `loading`: nobody knows yet. `pending`: another phone still holds it. `unreadable`: its bytes
   * cannot be shown.
   */
  state?: 'ready' | 'loading' | 'pending' | 'unreadable'
  mark?: 'onPhone' | 'received' | 'backedUp' | 'attention'
  /** At the end of the caption's line, e.g. when it was taken. */
  note?: string
}
