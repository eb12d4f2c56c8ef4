// A small S3 store for the tests, over real HTTP: put, get, head, delete and list of one bucket;
// and what stores do on bad days.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BucketAddress } from '#server/objectStore/bucketAddress.ts'

/** What happens to the next requests of this method, as often as is said. */
export type BadDay = 'fail' | 'stall' | 'cut'

export interface Bucket {
  address: BucketAddress
  /** As an operator would write it. */
  url: string
  objects: Map<string, Buffer>
  calls: string[]
  next(method: string, day: BadDay, times?: number): void
  /** The next object that is put is acknowledged and gone. */
  loseNext(): void
  close(): Promise<void>
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export async function aBucket(name = 'photos'): Promise<Bucket> {
  const objects = new Map<string, Buffer>()
  const calls: string[] = []
  const days: { method: string; day: BadDay; times: number }[] = []
  let isLosing = false

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://bucket')
      const key = decodeURIComponent(url.pathname.slice(`/${name}/`.length))
      const method = request.method ?? 'GET'
      calls.push(`${method} ${key || url.search}`)
      const bad = days.find((each) => each.method === method && each.times > 0)
      if (bad) {
        bad.times--
        if (bad.day === 'stall') return
        if (bad.day === 'cut') return void request.destroy()
        request.resume()
        return void response
          .writeHead(500, { 'Content-Type': 'application/xml' })
          .end('<Error><Code>InternalError</Code><Message>bad day</Message></Error>')
      }
      // A request without a key of the operator's is nobody's.
      if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256'))
        return void response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>')
      if (!url.pathname.startsWith(`/${name}`))
        return void response.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>')
      if (method === 'PUT') {
        const bytes = await bodyOf(request)
        if (!isLosing) objects.set(key, bytes)
        isLosing = false
        return void response
          .writeHead(200, { ETag: `"${createHash('md5').update(bytes).digest('hex')}"` })
          .end()
      }
      if (method === 'DELETE') {
        objects.delete(key)
        return void response.writeHead(204).end()
      }
      if (method === 'GET' && key === '') {
        const prefix = url.searchParams.get('prefix') ?? ''
        const all = [...objects.keys()].filter((each) => each.startsWith(prefix)).sort()
        const from = Number(url.searchParams.get('continuation-token') ?? 0)
        // Short pages, so that whoever forgets to turn them is found out.
        const page = all.slice(from, from + 2)
        const isCut = from + page.length < all.length
        const contents = page
          .map(
            (each) =>
              `<Contents><Key>${escaped(each)}</Key><Size>${objects.get(each)!.length}</Size></Contents>`,
          )
          .join('')
        const more = isCut
          ? `<NextContinuationToken>${from + page.length}</NextContinuationToken>`
          : ''
        return void response
          .writeHead(200, { 'Content-Type': 'application/xml' })
          .end(
            `<?xml version="1.0"?><ListBucketResult><Name>${name}</Name><IsTruncated>${isCut}</IsTruncated>${more}${contents}</ListBucketResult>`,
          )
      }
      const found = objects.get(key)
      if (!found)
        return void response
          .writeHead(404, { 'Content-Type': 'application/xml' })
          .end(method === 'HEAD' ? undefined : '<Error><Code>NoSuchKey</Code></Error>')
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
      const part = from === undefined ? found : found.subarray(Number(from), Number(to) + 1)
      response
        .writeHead(part === found ? 200 : 206, { 'Content-Length': part.length })
        .end(method === 'HEAD' ? undefined : part)
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.env['AWS_ACCESS_KEY_ID'] ??= 'tests'
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'tests'

  return {
    address: { bucket: name, prefix: 'walk', region: 'us-east-1', endpoint },
    url: `s3://${name}/walk?endpoint=${endpoint}`,
    objects,
    calls,
    next: (method, day, times = 1) => void days.push({ method, day, times }),
    loseNext: () => void (isLosing = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
