// Maps where a browser keeps no files for its pages: in a database of their own, in pieces, which
// the browser leaves on the disk until they are read.
import type { AssetHash } from '#domain/ids.ts'
import { answerOf, endOf, type IndexedDbEnvironment } from '../db/requests.ts'
import type { MapOnPhone, MapPart, MapPlace } from './mapPart.ts'

export const mapDatabaseName = 'gridwalk-maps'
const pieceBytes = 256 * 1024

interface Piece {
  hash: string
  index: number
  bytes: Blob
}

export function mapDatabase({
  indexedDB = globalThis.indexedDB,
  IDBKeyRange = globalThis.IDBKeyRange,
}: IndexedDbEnvironment = {}): MapPlace {
  /** Where nothing ever was, nothing is made. */
  async function opened(create: boolean): Promise<IDBDatabase | null> {
    const opening = indexedDB.open(mapDatabaseName)
    opening.onupgradeneeded = () => {
      if (!create) return opening.transaction?.abort()
      opening.result.createObjectStore('map', { keyPath: 'hash' })
      opening.result.createObjectStore('piece', { keyPath: ['hash', 'index'] })
    }
    return create ? answerOf(opening) : answerOf(opening).catch(() => null)
  }
  async function within<T>(
    mode: IDBTransactionMode,
    otherwise: T,
    work: (map: IDBObjectStore, piece: IDBObjectStore) => Promise<T>,
    create = false,
  ): Promise<T> {
    const database = await opened(create)
    if (!database) return otherwise
    try {
      const transaction = database.transaction(['map', 'piece'], mode)
      const end = endOf(transaction)
      const [result] = await Promise.all([
        work(transaction.objectStore('map'), transaction.objectStore('piece')),
        end,
      ])
      return result
    } finally {
      database.close()
    }
  }
  const allOf = (hash: string): IDBKeyRange => IDBKeyRange.bound([hash], [hash, []])
  const piecesOf = async (piece: IDBObjectStore, hash: string): Promise<Blob[]> =>
    (await answerOf(piece.getAll(allOf(hash)) as IDBRequest<Piece[]>)).map(({ bytes }) => bytes)
  const remove = (hash: string): Promise<void> =>
    within('readwrite', undefined, (map, piece) => {
      map.delete(hash)
      piece.delete(allOf(hash))
      return Promise.resolve()
    })

  async function begin(hash: AssetHash): Promise<MapPart> {
    const there = await within('readonly', [], async (_, piece) => piecesOf(piece, hash), true)
    // Only the last may be shorter than the others, and only when the map is whole.
    let index = there.findIndex(({ size }) => size < pieceBytes)
    if (index < 0) index = there.length
    let size = index * pieceBytes
    let held = new Uint8Array(pieceBytes)
    let heldBytes = 0
    const put = (bytes: Uint8Array<ArrayBuffer>, at: number): Promise<void> =>
      within('readwrite', undefined, (map, piece) => {
        map.put({ hash, bytes: at * pieceBytes + bytes.length, isWhole: false })
        piece.put({ hash, index: at, bytes: new Blob([bytes]) } satisfies Piece)
        return Promise.resolve()
      })
    return {
      get size() {
        return size
      },
      async append(bytes) {
        for (let at = 0; at < bytes.length;) {
          const taken = bytes.subarray(at, at + pieceBytes - heldBytes)
          held.set(taken, heldBytes)
          heldBytes += taken.length
          at += taken.length
          if (heldBytes < pieceBytes) break
          await put(held, index)
          index += 1
          held = new Uint8Array(pieceBytes)
          heldBytes = 0
        }
        size += bytes.length
      },
      async restart() {
        await remove(hash)
        size = index = heldBytes = 0
      },
      async read() {
        if (heldBytes > 0) await put(held.slice(0, heldBytes), index)
        return new Blob(await within('readonly', [], (_, piece) => piecesOf(piece, hash)))
      },
      finish: () =>
        within('readwrite', undefined, (map) => {
          map.put({ hash, bytes: size, isWhole: true } satisfies MapOnPhone)
          return Promise.resolve()
        }),
      close: () => undefined,
    }
  }

  return {
    begin,
    remove,
    open: (hash) =>
      within('readonly', null, async (map, piece) => {
        const known = await answerOf(map.get(hash) as IDBRequest<MapOnPhone | undefined>)
        if (!known?.isWhole) return null
        const bytes = new Blob(await piecesOf(piece, hash))
        return bytes.size === known.bytes ? bytes : null
      }),
    list: () => within('readonly', [], (map) => answerOf(map.getAll() as IDBRequest<MapOnPhone[]>)),
    removeAll: async () => void (await answerOf(indexedDB.deleteDatabase(mapDatabaseName))),
  }
}
