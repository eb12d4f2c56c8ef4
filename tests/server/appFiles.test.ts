// The form a file of the app is served in: the smallest the asker takes, by the asker's own order.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appRoutes } from '#server/routes/appRoutes.ts'

let folder: string
let app: ReturnType<typeof appRoutes>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridwalk-app-'))
  await mkdir(join(folder, 'assets'))
  for (const [name, text] of [
    ['index.html', 'the page'],
    ['index.html.br', 'the page as br'],
    ['index.html.gz', 'the page as gzip'],
    ['assets/a-1.js', 'plain'],
    ['assets/a-1.js.br', 'br'],
    ['assets/a-1.js.gz', 'gzip'],
    ['assets/only-gzip.js', 'plain'],
    ['assets/only-gzip.js.gz', 'gzip'],
    ['assets/photo.png', 'plain'],
  ] as const)
    await writeFile(join(folder, name), text)
  app = appRoutes(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function served(path: string, acceptEncoding?: string) {
  const answer = await app.request(path, {
    headers: acceptEncoding === undefined ? {} : { 'Accept-Encoding': acceptEncoding },
  })
  return {
    text: await answer.text(),
    encoding: answer.headers.get('Content-Encoding'),
    type: answer.headers.get('Content-Type'),
    vary: answer.headers.get('Vary'),
  }
}

it.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['br;q=0.5, gzip;q=0.8', 'gzip'],
  ['gzip;q=0.5, *', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['BR', 'br'],
  ['gzip', 'gzip'],
  ['*', 'br'],
  ['identity, br;q=0.5', 'plain'],
  ['deflate', 'plain'],
  ['brotli', 'plain'],
  ['*;q=0', 'plain'],
  ['', 'plain'],
  [undefined, 'plain'],
])('who takes "%s" gets %s', async (asked, form) => {
  expect(await served('/assets/a-1.js', asked)).toEqual({
    text: form,
    encoding: form === 'plain' ? null : form,
    type: 'text/javascript; charset=utf-8',
    vary: 'Accept-Encoding',
  })
})

it('a form that was not made is passed over', async () => {
  expect((await served('/assets/only-gzip.js', 'gzip, br')).text).toBe('gzip')
  expect(await served('/assets/photo.png', 'gzip, br')).toMatchObject({
    text: 'plain',
    encoding: null,
  })
})

it('the page is packed too, for every screen of the app', async () => {
  for (const path of ['/', '/records/1', '/index.html'])
    expect(await served(path, 'br')).toEqual({
      text: 'the page as br',
      encoding: 'br',
      type: 'text/html; charset=utf-8',
      vary: 'Accept-Encoding',
    })
})

it('photos that are shared before the app is on the phone are not read, and the page says so', async () => {
  let isRead = false
  const body = new ReadableStream(
    {
      pull: (controller) => {
        isRead = true
        controller.enqueue(new Uint8Array(1000))
      },
    },
    { highWaterMark: 0 },
  )
  const answer = await app.request('/share', {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
  } as RequestInit)
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/?shareRefused=notReady'])
  expect(isRead).toBe(false)
})
