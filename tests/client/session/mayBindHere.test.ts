import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { isDiskFull, mayBindHere } from '#client/db/storageHealth.ts'
import { openingFault } from '#client/db/storageFault.ts'

const refused = { ok: false, fault: { code: 'insecureAddress' } }

describe('a phone is bound', () => {
  it('only where photos can be hashed and the app can start without a connection', async () => {
    expect(await mayBindHere(new IDBFactory(), { isSecureContext: true, crypto })).toEqual({
      ok: true,
      value: null,
    })
    expect(await mayBindHere(new IDBFactory(), { isSecureContext: false, crypto })).toEqual(refused)
    expect(
      await mayBindHere(new IDBFactory(), { isSecureContext: true, crypto: {} as never }),
    ).toEqual(refused)
  })
})

describe('a database that did not open', () => {
  const opened = (name: string, isFull: boolean | null = false) =>
    openingFault(
      Object.assign(new Error(), { name: 'OpenFailedError', inner: new DOMException('', name) }),
      () => Promise.resolve(isFull),
    )

  it('is called damaged only where the browser refused it, not where the question was broken off', async () => {
    expect(await opened('AbortError')).toEqual({
      code: 'storageLost',
      detail: { reason: 'noAnswer' },
    })
    expect(await opened('TimeoutError')).toEqual({
      code: 'storageLost',
      detail: { reason: 'noAnswer' },
    })
    expect(await opened('UnknownError')).toEqual({ code: 'storageLost' })
    expect(await opened('QuotaExceededError')).toEqual({ code: 'storageFull' })
  })

  it('is not called damaged on a phone without room, where the browser opens none', async () => {
    expect(await opened('UnknownError', true)).toEqual({ code: 'storageFull' })
    expect(await opened('UnknownError', null)).toEqual({
      code: 'storageLost',
      detail: { reason: 'noAnswer' },
    })
  })
})

describe('a disk is full', () => {
  const disk = (write: () => Promise<void>) => {
    const left: string[] = []
    const getFileHandle = (name: string) =>
      Promise.resolve({
        createWritable: () =>
          Promise.resolve({ write, close: () => Promise.resolve(void left.push(name)) }),
      })
    const removeEntry = (name: string) =>
      Promise.resolve(void left.splice(0, left.length, ...left.filter((each) => each !== name)))
    return {
      left,
      storage: { getDirectory: () => Promise.resolve({ getFileHandle, removeEntry } as never) },
    }
  }

  it('where a small file finds no room; what was tried leaves nothing behind', async () => {
    const roomy = disk(() => Promise.resolve())
    expect([await isDiskFull(roomy.storage), roomy.left]).toEqual([false, []])
    expect(
      await isDiskFull(
        disk(() => Promise.reject(new DOMException('', 'QuotaExceededError'))).storage,
      ),
    ).toBe(true)
  })

  it('perhaps, where the browser does not answer', { timeout: 10_000 }, async () => {
    expect(await isDiskFull({ getDirectory: () => new Promise(() => undefined) })).toBe(null)
  })

  it('or fails at them for another reason', async () => {
    expect(
      await isDiskFull(disk(() => Promise.reject(new DOMException('', 'UnknownError'))).storage),
    ).toBe(null)
  })

  it('and is not where the browser has no files, or gives none to this page', async () => {
    expect(await isDiskFull({})).toBe(false)
    expect(
      await isDiskFull({
        getDirectory: () => Promise.reject(new DOMException('', 'SecurityError')),
      }),
    ).toBe(false)
  })
})
