// A voice note's bytes as a browser can play them: it wants to be told what they are.
import { audioTypeOf } from '#domain/audioType.ts'

/** Null where they are no sound. */
export async function playable(blob: Blob): Promise<Blob | null> {
  const type = audioTypeOf(new Uint8Array(await blob.slice(0, 64).arrayBuffer()))
  return type && new Blob([blob], { type })
}
