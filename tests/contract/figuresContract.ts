// What every engine counts by itself for whoever operates the server (readModel/).
import { describe, expect, it } from 'vitest'
import type { DeviceId, MemberId } from '#domain/ids.ts'
import { type Fields, type Row, rowOf } from '#domain/row.ts'
import { serverFigures } from '#server/readModel/serverFigures.ts'
import { adminChain } from '#server/storage/port/audit.ts'
import type { Device, Storage } from '#server/storage/port/storage.ts'

const aConflict = (id: string, standing: string, v = 1, more: Fields = {}): Row =>
  rowOf({ t: 'case', id, v, fv: {} }, { id, standing, ...more })
const aDevice = (id: string, more: Partial<Device> = {}): Device => ({
  id: id as DeviceId,
  memberId: 'm' as MemberId,
  secretHash: 'h',
  label: `phone ${id}`,
  createdAt: 1,
  revokedAt: null,
  seenAt: null,
  waitingChanges: 0,
  waitingPhotos: 0,
  waitingSince: null,
  ...more,
})

export function figuresContract(storage: () => Storage): void {
  const figures = () => serverFigures(storage())
  const put = (...rows: Row[]) =>
    storage().write(async (tx) => {
      await tx.lockScopes(['s' as never])
      for (const row of rows) await tx.putRow(row, ['s' as never])
    })

  describe('figures', () => {
    it('are 0 where there is nothing', async () => {
      expect(await figures()).toEqual({ devicesWaiting: 0, conflictsOpen: 0, auditLinks: 0 })
    })

    it('count conflicts that are open, whatever stands in the change that was parked', async () => {
      await put(
        aConflict('one', 'open'),
        aConflict('two', 'open', 1, { content: { set: { standing: 'declined' } } }),
        aConflict('three', 'declined', 1, { content: { set: { standing: 'open' } } }),
        rowOf({ t: 'report', id: 'r', v: 1, fv: {} }, { standing: 'open' }),
      )
      expect((await figures()).conflictsOpen).toBe(2)
      await put(aConflict('one', 'applied', 2))
      expect((await figures()).conflictsOpen).toBe(1)
      expect(await storage().read((tx) => tx.unprojected(10))).toEqual([])
    })

    it('count nothing of work that was rolled back', async () => {
      await put(aConflict('one', 'open'))
      const failing = storage().write(async (tx) => {
        await tx.lockScopes(['s' as never])
        await tx.putRow(aConflict('one', 'applied', 2), ['s' as never])
        await tx.putRow(aConflict('two', 'open'), ['s' as never])
        expect(await tx.openConflicts()).toBe(1)
        throw new Error('not this time')
      })
      await expect(failing).rejects.toThrow('not this time')
      expect((await figures()).conflictsOpen).toBe(1)
    })

    it('count devices in use that hold something, and every link of the trail', async () => {
      await storage().write(async (tx) => {
        await tx.putDevice(aDevice('empty'))
        await tx.putDevice(aDevice('changes', { waitingChanges: 2 }))
        await tx.putDevice(aDevice('photos', { waitingPhotos: 1 }))
        await tx.putDevice(aDevice('gone', { waitingChanges: 5, revokedAt: 3 }))
        for (const action of ['memberAdded', 'memberAltered'] as const)
          await tx.putAudit(adminChain, { at: 1, action, actor: null })
      })
      expect(await figures()).toEqual({ devicesWaiting: 2, conflictsOpen: 0, auditLinks: 2 })
      const asked = ['photos', 'unknown'] as DeviceId[]
      expect(await storage().read((tx) => tx.deviceLabels(asked))).toEqual(
        new Map([['photos', 'phone photos']]),
      )
      expect(await storage().read((tx) => tx.deviceLabels([]))).toEqual(new Map())
    })
  })
}
