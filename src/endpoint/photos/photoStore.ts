// The port to where photo bytes lie. Finished photos are immutable and named by their hash; uploads under way are staging only.
import type { PhotoHash } from '#domain/ids.ts'

export interface PhotoStore {
  /** Begins staging and returns its random name. */
  begin(bytes: number): Promise<string>
  /** How many bytes are staged, or null when the upload is unknown or expired. */
  offset(upload: string): Promise<number | null>
  /** Handles one tus request for an upload that `begin` made. */
  tus(request: Request): Promise<Response>
  /** Checks the staged bytes against the hash and the image formats, and only then makes them a photo. */
  finish(upload: string, hash: PhotoHash): Promise<Finished>
  /** Stores a small photo in one go, checked the same way. */
  put(hash: PhotoHash, bytes: Uint8Array): Promise<Finished>
  drop(upload: string): Promise<void>
  /** Takes bytes that are no longer what their name says out of the way of sound ones. */
  setAside(hash: PhotoHash): Promise<void>
  read(hash: PhotoHash): Promise<Uint8Array<ArrayBuffer> | null>
  /** Removes what is left of uploads that were given up. */
  sweep(): Promise<void>
}

export type Finished = { state: 'stored'; bytes: number; type: string } | { state: 'hashMismatch' } | { state: 'notAnImage' }
