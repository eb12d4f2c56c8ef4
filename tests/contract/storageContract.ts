// What every engine behind the storage port must do, however it does it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ClientId, MemberId, PhotoHash, ScopeId } from '#domain/ids.ts'
import { type Fields, type Row, rowOf } from '#domain/row.ts'
import { createLedger } from '#server/ledger/ledger.ts'
import { type Account, type Allowances, allowances } from '#server/ledger/limits.ts'
import type { Outcome } from '#server/storage/port/outcomes.ts'
import type { Device, ReadTx, Storage, WriteTx } from '#server/storage/port/storage.ts'
import type { Accepted } from '#server/storage/port/journal.ts'
import { figuresContract } from './figuresContract.ts'

export interface Opened {
  storage: Storage
  /** Closes and opens the same database again. */
  reopen(): Promise<Storage>
  /** Closes and removes it. */
  discard(): Promise<void>
}

const member = 'm' as MemberId
export const scope = (name: string): ScopeId => name as ScopeId
export const aRow = (id: string, v = 1, f: Fields = {}): Row =>
  rowOf({ t: 'report', id, v, fv: {} }, { id, ...f })
export const put = async (
  tx: WriteTx,
  row: Row,
  scopes: string[],
  photos: string[] = [],
): Promise<void> => {
  await tx.lockScopes(scopes.map(scope))
  await tx.putRow(row, scopes.map(scope))
  await tx.namePhotos(row.t, row.id, member, photos as PhotoHash[])
}
const idsAfter = async (
  tx: ReadTx,
  name: string,
  after = 0,
  limit = 100,
): Promise<[number, string][]> =>
  (await tx.rowsAfter(scope(name), after, limit)).map((row) => [
    row.seq,
    (JSON.parse(row.json) as { id: string }).id,
  ])

/**
 * An engine in the process never waits by itself: without this one loop would starve the others.
 */
const aTurn = () => new Promise((resolve) => setImmediate(resolve))

const awkward = [
  'a \'quote\' and "two"',
  '𠮷野家 👩‍🚒 🇨🇳',
  'before\u0000after',
  '%_\\;--',
  '\u2028\r\n\t',
  '<script>alert(1)</script>',
]
/**
 * In columns of their own; control characters are kept out of those at the edge, fields are JSON
 * and may hold any.
 */
const columns = awkward.filter((text) => !text.includes('\0'))

export function storageContract(engine: string, open: () => Promise<Opened>): void {
  describe(`the storage port on ${engine}`, () => {
    let opened: Opened
    let storage: Storage
    beforeEach(async () => {
      opened = await open()
      storage = opened.storage
    })
    afterEach(() => opened.discard())

    it('counts each scope 1, 2, 3 and shows the numbers only once they are committed', async () => {
      let seen: Promise<[number, string][]> | undefined
      await storage.write(async (tx) => {
        await put(tx, aRow('a'), ['s', 't'])
        // Some engines answer at once, some when the writer is done.
        seen = storage.read((outside) => idsAfter(outside, 's'))
        await aTurn()
        await put(tx, aRow('b'), ['s'])
      })
      expect([
        [],
        [
          [1, 'a'],
          [2, 'b'],
        ],
      ]).toContainEqual(await seen)
      await storage.write((tx) => put(tx, aRow('c'), ['s', 't']))
      expect(await storage.read((tx) => idsAfter(tx, 's'))).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ])
      expect(await storage.read((tx) => tx.heads([scope('s'), scope('t'), scope('none')]))).toEqual(
        new Map([
          ['s', 3],
          ['t', 2],
        ]),
      )
    })

    it('leaves nothing behind when the work throws', async () => {
      await expect(
        storage.write(async (tx) => {
          await tx.lockClientLog('i' as ClientId, 'd' as never)
          await put(tx, aRow('a'), ['s'], ['f'.repeat(64)])
          await tx.setLast('i' as ClientId, 4)
          throw new Error('no')
        }),
      ).rejects.toThrow('no')
      const after = await storage.read(async (tx) => [
        await tx.row('report', 'a'),
        await tx.clientLog('i' as ClientId),
        await idsAfter(tx, 's'),
        await tx.rowsNaming('f'.repeat(64) as PhotoHash, member),
      ])
      expect(after).toEqual([undefined, undefined, [], []])
      await storage.write((tx) => put(tx, aRow('a'), ['s']))
      expect(await storage.read((tx) => idsAfter(tx, 's'))).toEqual([[1, 'a']])
    })

    it('hands out the grid tree as each transaction sees it, however often it was asked for before', async () => {
      const put = async (tx: WriteTx, id: string, v = 1, name = id): Promise<void> => {
        await tx.lockScopes([scope('org')])
        await tx.putRow(rowOf({ t: 'grid', id, v, fv: {} }, { id, name, parentId: null }), [
          scope('org'),
        ])
      }
      const names = async (tx: ReadTx): Promise<string[]> =>
        (await tx.grids()).map((grid) => grid.name)
      const seen = (): Promise<string[]> => storage.read(names)
      expect([await seen(), await seen()]).toEqual([[], []])
      await storage.write(async (tx) => {
        await put(tx, 'g-1')
        expect(await names(tx)).toEqual(['g-1'])
      })
      expect([await seen(), await storage.write(names), await seen()]).toEqual([
        ['g-1'],
        ['g-1'],
        ['g-1'],
      ])
      // Taken back: the number it would have had goes to another.
      await expect(
        storage.write(async (tx) => {
          await put(tx, 'g-2')
          expect(await names(tx)).toEqual(['g-1', 'g-2'])
          throw new Error('no')
        }),
      ).rejects.toThrow('no')
      expect(await seen()).toEqual(['g-1'])
      await storage.write((tx) => put(tx, 'g-3'))
      expect(await seen()).toEqual(['g-1', 'g-3'])
      await storage.write((tx) => put(tx, 'g-3', 2, 'renamed'))
      expect([await seen(), await storage.write(names)]).toEqual([
        ['g-1', 'renamed'],
        ['g-1', 'renamed'],
      ])
      const again = await opened.reopen()
      expect(await again.read(names)).toEqual(['g-1', 'renamed'])
    })

    it('gives a row that moved on an out in the scope it left', async () => {
      await storage.write((tx) => put(tx, aRow('a'), ['s', 't']))
      await storage.write(async (tx) => {
        await tx.lockScopes([scope('s'), scope('t'), scope('u')])
        await tx.putRow(aRow('a', 2), [scope('t'), scope('u')])
      })
      const [out] = await storage.read((tx) => tx.rowsAfter(scope('s'), 0, 9))
      expect([out!.seq, JSON.parse(out!.json)]).toEqual([2, { t: 'report', id: 'a', v: 2, out: 1 }])
      expect((await storage.read((tx) => tx.scopesOf('report', 'a'))).sort()).toEqual(['t', 'u'])
      await storage.write((tx) => put(tx, aRow('a', 3), ['s', 't', 'u']))
      expect(await storage.read((tx) => idsAfter(tx, 's', 2))).toEqual([[3, 'a']])
    })

    it('brings the rows after a cursor in order, at most as many as asked', async () => {
      await storage.write(async (tx) => {
        for (const id of ['a', 'b', 'c', 'd']) await put(tx, aRow(id), ['s'])
      })
      await storage.write((tx) => put(tx, aRow('b', 2), ['s']))
      expect(await storage.read((tx) => idsAfter(tx, 's'))).toEqual([
        [1, 'a'],
        [3, 'c'],
        [4, 'd'],
        [5, 'b'],
      ])
      expect(await storage.read((tx) => idsAfter(tx, 's', 1, 2))).toEqual([
        [3, 'c'],
        [4, 'd'],
      ])
    })

    it('refuses a row in a scope that was not locked', async () => {
      await expect(storage.write((tx) => tx.putRow(aRow('a'), [scope('s')]))).rejects.toThrow(
        'not locked',
      )
      expect(await storage.read((tx) => tx.row('report', 'a'))).toBeUndefined()
    })

    it('reads from one snapshot while others write', async () => {
      await storage.write((tx) => put(tx, aRow('a', 1, { n: 1 }), ['s']))
      let writing: Promise<void> | undefined
      await storage.read(async (tx) => {
        const before = await idsAfter(tx, 's')
        writing = storage.write((other) => put(other, aRow('b'), ['s']))
        for (let i = 0; i < 20; i++) await aTurn()
        expect(await idsAfter(tx, 's')).toEqual(before)
      })
      await writing
      expect(await storage.read((tx) => idsAfter(tx, 's'))).toHaveLength(2)
    })

    it('lets two writers of the same scopes, named in any order, wait for each other and not for ever', async () => {
      await Promise.all(
        Array.from({ length: 40 }, (_, i) =>
          storage.write((tx) => put(tx, aRow(`r-${i}`), i % 2 ? ['s', 't', 'u'] : ['u', 't', 's'])),
        ),
      )
      expect(await storage.read((tx) => tx.heads(['s', 't', 'u'].map(scope)))).toEqual(
        new Map([
          ['s', 40],
          ['t', 40],
          ['u', 40],
        ]),
      )
    })

    it('never writes one new row over another that was made at the same moment in another scope', async () => {
      const make = (name: string) =>
        storage.write(async (tx) => {
          await tx.lockScopes([scope(name)])
          if (await tx.row('report', 'same')) return 'there already'
          await aTurn()
          await tx.putRow(aRow('same', 1, { by: name }), [scope(name)])
          return name
        })
      const made = await Promise.all(['s', 't', 'u'].map(make))
      const winners = made.filter((each) => each !== 'there already')
      expect(winners).toHaveLength(1)
      expect((await storage.read((tx) => tx.row('report', 'same')))?.f.by).toBe(winners[0])
      expect(await storage.read((tx) => tx.scopesOf('report', 'same'))).toEqual(winners)
    })

    it('lets one of many spend what can be spent once', async () => {
      await storage.write((tx) =>
        tx.putInvite({
          secretHash: 'once',
          memberId: member,
          createdBy: 'x',
          expiresAt: 9,
          takenAt: null,
        }),
      )
      const spent = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          storage.write(async (tx) => {
            const invite = (await tx.invite('once'))!
            await aTurn()
            if (invite.takenAt !== null) return false
            await tx.putInvite({ ...invite, takenAt: i + 1 })
            return true
          }),
        ),
      )
      expect(spent.filter(Boolean)).toHaveLength(1)
    })

    it('gives a stream to one writer at a time', async () => {
      await Promise.all(
        Array.from({ length: 12 }, () =>
          storage.write(async (tx) => {
            const { last } = await tx.lockClientLog('i' as ClientId, 'd' as never)
            await aTurn()
            await tx.setLast('i' as ClientId, last + 1)
          }),
        ),
      )
      expect((await storage.read((tx) => tx.clientLog('i' as ClientId)))?.last).toBe(12)
    })

    it('goes on after work that failed inside the engine', async () => {
      await storage.write((tx) =>
        tx.putInvite({
          secretHash: 'a',
          memberId: member,
          createdBy: 'x',
          expiresAt: 9,
          takenAt: null,
        }),
      )
      await expect(
        storage.write((tx) =>
          tx.putInvite({
            secretHash: 'a',
            memberId: null as never,
            createdBy: 'x',
            expiresAt: 9,
            takenAt: null,
          }),
        ),
      ).rejects.toThrow()
      await storage.write((tx) => put(tx, aRow('a'), ['s']))
      expect(await storage.read((tx) => idsAfter(tx, 's'))).toEqual([[1, 'a']])
    })

    it('keeps a stream and its journal', async () => {
      const entry = (
        install: string,
        n: number,
        changeId: string,
        receivedAt: number,
      ): Accepted => ({
        install: install as ClientId,
        n,
        changeId,
        hash: `${n}`,
        body: '{}',
        result: { n, s: 'applied', rowV: n },
        receivedAt,
        memberId: 'm' as MemberId,
      })
      await storage.write(async (tx) => {
        expect(await tx.lockClientLog('i' as ClientId, 'd-1' as never)).toEqual({
          install: 'i',
          deviceId: 'd-1',
          last: 0,
        })
        for (const n of [1, 2, 3]) await tx.putJournal(entry('i', n, `c-${n}`, n))
        await tx.setLast('i' as ClientId, 3)
      })
      const tx = <T>(work: (tx: ReadTx) => Promise<T>): Promise<T> => storage.read(work)
      expect(
        await storage.write((each) => each.lockClientLog('i' as ClientId, 'd-2' as never)),
      ).toEqual({ install: 'i', deviceId: 'd-1', last: 3 })
      expect(
        (await tx((each) => each.journal('i' as ClientId, 2, 9))).map((each) => each.changeId),
      ).toEqual(['c-2', 'c-3'])
      await expect(
        storage.write((each) => each.putJournal(entry('i', 3, 'c-9', 10))),
      ).rejects.toThrow()
    })

    it('keeps one outcome for each change: a content takes the place of a bare envelope, and nothing that of a content', async () => {
      const outcome = (changeId: string, install: string, isBare: boolean): Outcome => ({
        changeId,
        hash: `of ${install}`,
        isBare,
        result: { n: 1, s: isBare ? 'parked' : 'applied' },
        install: install as ClientId,
        n: 1,
        memberId: 'm' as MemberId,
      })
      const put = (...outcomes: Outcome[]) =>
        storage.write(async (tx) => {
          for (const each of outcomes) await tx.putOutcome(each)
        })
      const known = async () =>
        Object.fromEntries(
          [...(await storage.read((tx) => tx.outcomesOf(['c-1', 'c-2', 'c-9'])))].map(
            ([id, { install }]) => [id, install],
          ),
        )
      await put(outcome('c-1', 'a', true), outcome('c-2', 'a', false))
      await put(outcome('c-1', 'b', true), outcome('c-2', 'b', true))
      expect(await known()).toEqual({ 'c-1': 'a', 'c-2': 'a' })
      await put(outcome('c-1', 'c', false), outcome('c-2', 'c', false))
      await put(outcome('c-1', 'd', false))
      expect(await known()).toEqual({ 'c-1': 'c', 'c-2': 'a' })
      const found = await storage.read((tx) => tx.outcomesOf(['c-1']))
      expect(found.get('c-1')).toEqual(outcome('c-1', 'c', false))
      expect(await storage.read((tx) => tx.outcomesOf([]))).toEqual(new Map())
    })

    it('misses nothing when 24 write at once and one reads along', async () => {
      const seen: number[] = []
      let at = 0
      let isDone = false
      const poll = async (): Promise<void> => {
        for (const [seq] of await storage.read((tx) => idsAfter(tx, 's', at, 7)))
          seen.push((at = seq))
        await aTurn()
      }
      const reading = (async () => {
        while (!isDone) await poll()
      })()
      await Promise.all(
        Array.from({ length: 24 }, (_, writer) =>
          (async () => {
            for (let i = 0; i < 3; i++) {
              await storage.write(async (tx) => {
                await put(tx, aRow(`r-${writer}-${i}`), i % 2 ? ['t', 's'] : ['s', 't'])
                await aTurn()
              })
            }
          })(),
        ),
      )
      isDone = true
      await reading
      while (at < 72) await poll()
      expect(seen).toEqual(Array.from({ length: 72 }, (_, i) => i + 1))
    })

    it('keeps its epoch and everything written when it is opened again', async () => {
      const epoch = await storage.read((tx) => tx.epoch())
      await storage.write((tx) => put(tx, aRow('a'), ['s']))
      storage = await opened.reopen()
      expect(await storage.read((tx) => tx.epoch())).toBe(epoch)
      await storage.write((tx) => put(tx, aRow('b'), ['s']))
      expect(await storage.read((tx) => idsAfter(tx, 's'))).toEqual([
        [1, 'a'],
        [2, 'b'],
      ])
    })

    it('finds photos by the rows and scopes that name them', async () => {
      const [one, two] = ['1'.repeat(64), '2'.repeat(64)] as PhotoHash[]
      await storage.write(async (tx) => {
        await put(tx, aRow('a'), ['s'], [one!, two!])
        await tx.putPhoto(
          { hash: one!, bytes: 9, type: 'image/png' },
          { id: 'd' as never, memberId: member },
          1,
        )
        await tx.putPhoto(
          { hash: one!, bytes: 8, type: 'image/webp' },
          { id: 'e' as never, memberId: 'another' as MemberId },
          2,
        )
      })
      await storage.read(async (tx) => {
        expect(await tx.photo(one!)).toEqual({ hash: one, bytes: 9, type: 'image/png' })
        expect(await tx.depositedBy(member, [one!, two!])).toEqual(new Set([one]))
        expect(await tx.depositedBy('nobody' as MemberId, [one!])).toEqual(new Set())
        expect(await tx.depositedBy(member, [])).toEqual(new Set())
        expect(await tx.rowsNaming(two!, member)).toEqual([{ t: 'report', id: 'a' }])
        expect([
          await tx.isPhotoIn(one!, [scope('t'), scope('s')]),
          await tx.isPhotoIn(one!, [scope('t')]),
          await tx.isPhotoIn(one!, []),
        ]).toEqual([true, false, false])
        expect(await tx.isPhotoIn(two!, [scope('s')])).toBe(false)
      })
      await storage.write(async (tx) => {
        await tx.lockScopes([scope('s'), scope('t')])
        await tx.putRow(aRow('a', 2), [scope('t')])
      })
      expect(await storage.read((tx) => tx.isPhotoIn(one!, [scope('s')]))).toBe(false)
    })

    it('keeps one upload per photo', async () => {
      const hash = '3'.repeat(64) as PhotoHash
      await storage.write((tx) => tx.putUpload(hash, member, 'u-1', 1))
      await storage.write((tx) => tx.putUpload(hash, member, 'u-2', 2))
      expect(await storage.read((tx) => tx.upload(hash, member))).toBe('u-2')
      await storage.write((tx) => tx.dropUpload(hash, member))
      expect(await storage.read((tx) => tx.upload(hash, member))).toBeUndefined()
    })

    it('keeps devices and invites, and what a device last said', async () => {
      const device: Device = {
        id: 'd' as never,
        memberId: 'm' as MemberId,
        secretHash: 'h',
        label: columns.join(''),
        createdAt: 1,
        revokedAt: null,
        seenAt: null,
        waitingChanges: 0,
        waitingPhotos: 0,
        waitingSince: null,
      }
      const invite = {
        secretHash: 'i',
        memberId: 'm' as MemberId,
        createdBy: 'x',
        expiresAt: 2 ** 43,
        takenAt: null,
      }
      await storage.write(async (tx) => {
        await tx.putDevice(device)
        await tx.putInvite(invite)
      })
      expect(await storage.read((tx) => tx.device(device.id))).toEqual(device)
      const seen = { seenAt: 5, waitingChanges: 6, waitingPhotos: 7, waitingSince: 4 }
      await storage.write(async (tx) => {
        await tx.markSeen(device.id, seen)
        await tx.putDevice({ ...device, revokedAt: 9, secretHash: 'other' })
        await tx.putInvite({ ...invite, takenAt: 3 })
      })
      expect(await storage.read((tx) => tx.devices())).toEqual([
        { ...device, ...seen, revokedAt: 9 },
      ])
      expect(await storage.read((tx) => tx.invite('i'))).toEqual({ ...invite, takenAt: 3 })
      expect(await storage.read((tx) => tx.invite("i' OR 1=1 --"))).toBeUndefined()
    })

    figuresContract(() => storage)

    describe('the ledger', () => {
      const limits: Allowances = {
        ...allowances,
        changes: { items: 10, bytes: 1000, refillMs: 1000 },
        uploads: { items: 10, bytes: 1000, refillMs: null },
      }
      const ledger = createLedger(limits)
      const of = (now: number, account: Account = 'changes', memberId = member) => ({
        memberId,
        account,
        now,
      })
      const charge = (items: number, bytes: number, now: number) =>
        storage.write((tx) => ledger.charge(tx, of(now), { items, bytes }))
      const entry = () => storage.read((tx) => tx.ledgerEntry(member, 'changes'))

      it('charges up to what is allowed, gives back with time, and says what is over and until when', async () => {
        expect(await charge(6, 10, 0)).toBeNull()
        expect(await charge(5, 10, 0)).toEqual({
          code: 'comeLater',
          detail: { what: 'changes', until: 100, retryAfterSeconds: 60 },
        })
        expect(await charge(1, 991, 0)).toMatchObject({ detail: { until: 1 } })
        expect(await entry()).toEqual({ items: 6, bytes: 10, at: 0, toldAt: 0 })
        expect(await charge(5, 10, 100)).toBeNull()
        expect(await entry()).toEqual({ items: 10, bytes: 10, at: 100, toldAt: 0 })
        await storage.write((tx) => ledger.release(tx, of(100), { items: 99, bytes: 4 }))
        expect(await entry()).toEqual({ items: 0, bytes: 6, at: 100, toldAt: 0 })
        // A clock that was put back gives nothing back.
        expect(await charge(10, 1, 50)).toBeNull()
        expect(await charge(1, 1, 50)).not.toBeNull()
        expect(await charge(10, 1000, 1100)).toBeNull()
        expect(
          await storage.read((tx) => tx.ledgerBytes('changes', { bytesPerMs: 1, now: 1600 })),
        ).toBe(500)
        expect(
          await storage.read((tx) => tx.ledgerBytes('changes', { bytesPerMs: 1, now: 9999 })),
        ).toBe(0)
      })

      it('gives back in fractions: what is charged often comes back as fast as what is charged once', async () => {
        for (let now = 0; now < 2000; now += 100) expect(await charge(1, 1, now)).toBeNull()
        expect((await entry())!.items).toBeCloseTo(1)
      })

      it('lets what is larger than all of it pass where nothing else is', async () => {
        expect(await charge(1, 5000, 0)).toBeNull()
        expect(await charge(1, 1, 0)).not.toBeNull()
      })

      it('is rolled back with what it was charged for', async () => {
        await expect(
          storage.write(async (tx) => {
            await ledger.charge(tx, of(0), { items: 5, bytes: 5 })
            throw new Error('no')
          }),
        ).rejects.toThrow('no')
        expect(await entry()).toBeUndefined()
      })

      it('grants 24 at once no more than there is, and tells the desk once', async () => {
        const granted = await Promise.all(Array.from({ length: 24 }, () => charge(1, 1, 0)))
        expect(granted.filter((refused) => refused === null)).toHaveLength(10)
        expect(await entry()).toMatchObject({ items: 10, bytes: 10 })
        const incidents = await storage.read((tx) => tx.incidents(0))
        expect(incidents.map(({ type, memberId, detail }) => [type, memberId, detail])).toEqual([
          ['memberOver', member, { account: 'changes', over: 'items', limit: 10 }],
        ])
      })

      it('counts what lies somewhere when nobody else can add to it', async () => {
        const begin = (i: number) =>
          storage.write(async (tx) => {
            const refused = await ledger.whyNot(tx, of(0, 'uploads'), () => tx.stagedBy(member), {
              items: 1,
              bytes: 10,
            })
            if (!refused) {
              await tx.putStaged(`u${i}`, 10, 0)
              await tx.putUpload(`${i}`.padStart(64, '0') as PhotoHash, member, `u${i}`, 0)
            }
            return refused
          })
        const granted = await Promise.all(Array.from({ length: 24 }, (_, i) => begin(i)))
        expect(granted.filter((refused) => refused === null)).toHaveLength(10)
        expect(await storage.read((tx) => tx.stagedBy(member))).toEqual({ items: 10, bytes: 100 })
        await storage.write((tx) => tx.dropStagedBefore(1))
        expect(
          await storage.read(async (tx) => [await tx.stagedBy(member), await tx.stagedUploads()]),
        ).toEqual([{ items: 0, bytes: 0 }, []])
        expect(await begin(99)).toBeNull()
      })

      it('is each member’s own', async () => {
        expect(await charge(10, 10, 0)).toBeNull()
        expect(
          await storage.write((tx) =>
            ledger.charge(tx, of(0, 'changes', 'other' as MemberId), { items: 10, bytes: 10 }),
          ),
        ).toBeNull()
      })
    })

    it('puts a part of an upload in the place of the one it holds', async () => {
      const part = (begins: number, from: number, to: number, name: string) =>
        storage.write((tx) => tx.addStagedPart('u', { begins, from, to, name, at: 1 }))
      await storage.write((tx) => tx.putStaged('u', 100, 0))
      expect([
        await part(0, 0, 10, 'a'),
        await part(0, 10, 20, 'ab'),
        await part(20, 20, 30, 'c'),
        await part(20, 20, 40, 'late'),
      ]).toEqual([true, true, true, false])
      expect(
        await storage.read(async (tx) => [await tx.stagedParts('u'), await tx.lastStagedPart('u')]),
      ).toEqual([['ab', 'c'], { begins: 20, name: 'c' }])
    })

    it('gives every value back as it was, however awkward', async () => {
      const f = {
        texts: awkward,
        deep: { list: [1.5, null, true, -0.25, 2 ** 53] },
        ...(JSON.parse('{"__proto__":{"polluted":1},"constructor":"x"}') as object),
      }
      await storage.write(async (tx) => {
        for (const [i, text] of columns.entries())
          await put(tx, aRow(`${i}${text}`, 1, f), [`s${text}`])
      })
      for (const [i, text] of columns.entries()) {
        const row = await storage.read((tx) => tx.row('report', `${i}${text}`))
        expect(JSON.stringify(row?.f)).toBe(JSON.stringify({ id: `${i}${text}`, ...f }))
        const [scoped] = await storage.read((tx) => tx.rowsAfter(scope(`s${text}`), 0, 1))
        expect(JSON.parse(scoped!.json)).toMatchObject({ id: `${i}${text}` })
      }
      expect(({} as { polluted?: number }).polluted).toBeUndefined()
    })
  })
}
