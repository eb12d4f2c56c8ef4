// The part of tus 1.0 that phones and desks use: HEAD asks how far an upload has come, PATCH brings
// it further. Uploads are begun elsewhere (photoRoutes.ts, basemapRoutes.ts), so that no name is
// chosen by a stranger. A body that breaks off half-way counts as far as it came, and one that
// begins too early from there on.

export interface TusUploads {
  find(upload: string): Promise<{ bytes: number; received: number } | null>
  /**
   * False where the upload does not stand at `from` any more. The bytes are on disk before the
   * promise resolves.
   */
  append(upload: string, from: number, bytes: Uint8Array): Promise<boolean>
}

const version = '1.0.0'
/**
 * Written down at the latest when so many have come, or when none have come for a while: what is
 * written down need not be sent again.
 */
const partBytes = 262_144
const stallMs = 5000

/** @param upload its name: what stands at the end of the path. */
export async function answerTus(
  uploads: TusUploads,
  upload: string,
  request: Request,
): Promise<Response> {
  if (request.headers.get('Tus-Resumable') !== version) return tell(412, { 'Tus-Version': version })
  const known = await uploads.find(upload)
  if (!known) return tell(404)
  if (request.method === 'HEAD')
    return tell(200, {
      'Upload-Offset': String(known.received),
      'Upload-Length': String(known.bytes),
    })

  if (request.headers.get('Content-Type') !== 'application/offset+octet-stream') return tell(415)
  const offset = request.headers.get('Upload-Offset') ?? ''
  if (!/^\d{1,15}$/.test(offset)) return tell(400)
  let at = Number(offset)
  if (at > known.received) return tell(409)
  if (at + Number(request.headers.get('Content-Length') ?? 0) > known.bytes) return tell(413)
  let { received } = known
  for await (const part of partsOf(request.body)) {
    const end = at + part.length
    if (end > known.bytes) return tell(413)
    // A browser repeats a request by itself when a connection breaks under it: what is here already
    // is passed over.
    while (end > received) {
      if (await uploads.append(upload, received, part.subarray(received - at))) received = end
      else {
        const now = await uploads.find(upload)
        if (!now || now.received <= received) return tell(409)
        received = now.received
      }
    }
    at = end
  }
  return tell(204, { 'Upload-Offset': String(received) })
}

const tell = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, {
    status,
    headers: { 'Tus-Resumable': version, 'Cache-Control': 'no-store', ...headers },
  })

async function* partsOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (!body) return
  const reader = body.getReader()
  let held: Uint8Array[] = []
  let bytes = 0
  const take = (): Uint8Array => {
    const part = Buffer.concat(held)
    held = []
    bytes = 0
    return part
  }
  const broken = { done: true as const, value: undefined }
  try {
    for (;;) {
      const reading = reader.read().catch(() => broken)
      let read = await Promise.race([reading, stall()])
      if (read === null) {
        if (bytes > 0) yield take()
        read = await reading
      }
      if (read.done) break
      held.push(read.value)
      bytes += read.value.length
      if (bytes >= partBytes) yield take()
    }
    if (bytes > 0) yield take()
  } finally {
    // Refused half-way, the rest need not come.
    await reader.cancel().catch(() => undefined)
  }
}

const stall = (): Promise<null> =>
  new Promise((resolve) => setTimeout(resolve, stallMs, null).unref())
