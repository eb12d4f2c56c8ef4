// The port to the backup: named objects, written whole, on another disk or in another house.
// Behind it: folderStore.ts, bucketStore.ts. Names are of our own making: `journal/2026-11-21/…`,
// `photos/aa/bb/<hash>`.

export interface ObjectStore {
  /** Where it is, for sentences to the operator; holds no secrets. */
  readonly address: string
  /**
   * Resolves once the whole is there for good; an earlier object of that name stays whole until
   * then.
   */
  put(name: string, bytes: Uint8Array): Promise<void>
  putFile(name: string, path: string): Promise<void>
  get(name: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** False where there is none. */
  getFile(name: string, path: string): Promise<boolean>
  has(name: string): Promise<boolean>
  /** In bytes; null where there is none. */
  size(name: string): Promise<number | null>
  /** So many bytes from there on, as they come; null where there is none. */
  stream(
    name: string,
    from: number,
    length: number,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>
  /** All names that begin so, sorted. */
  list(prefix: string): Promise<string[]>
  remove(name: string): Promise<void>
}

/** Puts it and reads it back: only what comes out again as it went in counts as being there. */
export async function putVerified(
  store: ObjectStore,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  await store.put(name, bytes)
  const there = await store.get(name)
  if (!there || Buffer.compare(there, bytes) !== 0)
    throw new Error(`${name} does not come back from ${store.address} as it was written`)
}
