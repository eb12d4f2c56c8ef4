// The port to where the bytes of photos and voice notes lie. Finished ones are immutable and named
// by their hash; uploads under way are staging only.
import type { AttachmentField } from '#domain/attachment.ts'
import type { PhotoHash } from '#domain/ids.ts'
import type { WriteTx } from '../storage/port/storage.ts'

export interface PhotoStore {
  /**
   * Begins staging and returns its random name. @param tx in which that is written down; absent:
   * one of its own.
   */
  begin(bytes: number, tx?: WriteTx): Promise<string>
  /** How many bytes are staged, or null when the upload is unknown or expired. */
  offset(upload: string): Promise<number | null>
  /** Handles one tus request for an upload that `begin` made. */
  tus(request: Request): Promise<Response>
  /**
   * Checks the staged bytes against the hash and against what they were sent as, and only then
   * makes them a photo or a voice note.
   */
  finish(upload: string, hash: PhotoHash, asked?: Asked): Promise<Finished>
  /** Stores a small photo in one go, checked the same way. */
  put(hash: PhotoHash, bytes: Uint8Array, asked?: Asked): Promise<Finished>
  drop(upload: string): Promise<void>
  /** Takes bytes that are no longer what their name says out of the way of sound ones. */
  setAside(hash: PhotoHash): Promise<void>
  read(hash: PhotoHash): Promise<Uint8Array<ArrayBuffer> | null>
  /** Removes what is left of uploads that were given up. */
  sweep(): Promise<void>
}

/** Asked of bytes with the right hash and of a known type, before any of them is kept. */
export type MayKeep = (bytes: Uint8Array, type: string) => Promise<boolean>

export interface Asked {
  /** What they were sent as; left out, they are what they are. */
  medium?: AttachmentField
  mayKeep?: MayKeep
}

/** `notNow`: it may not be kept yet; what is staged stays. */
export type Finished =
  | { state: 'stored'; bytes: number; type: string }
  | { state: 'hashMismatch' }
  /** Neither a photo nor a voice note, or not what it was sent as. */
  | { state: 'wrongType' }
  | { state: 'notNow' }
