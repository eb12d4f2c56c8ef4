import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { mayBindHere } from '#device/senses/storageHealth.ts'
import { openingFault } from '#device/storageFault.ts'

const refused = { ok: false, fault: { code: 'insecureAddress' } }

describe('a phone is bound', () => {
  it('only where photos can be hashed and the app can start without a connection', async () => {
    expect(await mayBindHere(new IDBFactory(), { isSecureContext: true, crypto })).toEqual({ ok: true, value: null })
    expect(await mayBindHere(new IDBFactory(), { isSecureContext: false, crypto })).toEqual(refused)
    expect(await mayBindHere(new IDBFactory(), { isSecureContext: true, crypto: {} as never })).toEqual(refused)
  })
})

describe('a database that did not open', () => {
  const opened = (name: string) => openingFault(Object.assign(new Error(), { name: 'OpenFailedError', inner: new DOMException('', name) }))

  it('is called damaged only where the browser refused it, not where the question was broken off', () => {
    expect(opened('AbortError')).toEqual({ code: 'storageLost', detail: { reason: 'noAnswer' } })
    expect(opened('TimeoutError')).toEqual({ code: 'storageLost', detail: { reason: 'noAnswer' } })
    expect(opened('UnknownError')).toEqual({ code: 'storageLost' })
    expect(opened('QuotaExceededError')).toEqual({ code: 'storageFull' })
  })
})
