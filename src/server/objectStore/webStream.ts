// What Node reads from a file or a socket, as the web's kind of stream: an answer's body. Where
// nobody reads on, the source is closed.
import { Readable } from 'node:stream'

export const webStreamOf = (source: Readable): ReadableStream<Uint8Array<ArrayBuffer>> =>
  Readable.toWeb(source) as ReadableStream<Uint8Array<ArrayBuffer>>
