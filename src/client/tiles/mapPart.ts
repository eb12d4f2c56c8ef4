// A map on its way onto this phone: what is there of it survives the page, and becomes a map only
// when all of it is there and its name is right.
import type { AssetHash } from '#domain/ids.ts'

export interface MapPart {
  /** Bytes that are on the disk. */
  readonly size: number
  /** Rejects with the browser's own error where there is no room. */
  append(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Nothing of it is left. */
  restart(): Promise<void>
  /** All that is there; nothing can be appended after it. */
  read(): Promise<Blob>
  /** It is a map from now on. Never onto one that is open: a name belongs to its content. */
  finish(): Promise<void>
  close(): void
}

/** Where a browser keeps maps. */
export interface MapPlace {
  /** Null where there is none of this name, or not all of it. */
  open(hash: AssetHash): Promise<Blob | null>
  begin(hash: AssetHash): Promise<MapPart>
  list(): Promise<MapOnPhone[]>
  remove(hash: string): Promise<void>
  removeAll(): Promise<void>
}

export interface MapOnPhone {
  hash: string
  bytes: number
  isWhole: boolean
}
