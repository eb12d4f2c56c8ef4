import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Member } from '#domain/member.ts'
import { adminChain } from '#server/storage/port/audit.ts'
import { anAuthWorld, cast, type AuthWorld, faultIn } from './authWorld.ts'

let authWorld: AuthWorld
beforeEach(async () => {
  authWorld = await anAuthWorld()
})
afterEach(() => authWorld.close())

const as = async (member: Member) => ({ Cookie: (await authWorld.enrol(member)).cookie })
const nameOf = (id: string) =>
  authWorld.deps.storage.read(async (tx) => (await tx.row('grid', id))?.f.name)

describe('the name of a community', () => {
  it('is given by its administrator, told to every phone and noted', async () => {
    const answer = await authWorld.call(
      'PATCH',
      '/api/grids/g-all',
      { name: ' 示例社区 ' },
      await as(cast.admin),
    )
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { grid: { id: 'g-all', name: '示例社区', border: [] } },
    ])
    expect(await nameOf('g-all')).toBe('示例社区')
    expect(authWorld.published).toContain('org')
    const links = await authWorld.deps.storage.read((tx) => tx.auditLinks(adminChain, 0, 100))
    expect(links.at(-1)).toMatchObject({
      action: 'gridRenamed',
      actor: cast.admin.id,
      t: 'grid',
      row: 'g-all',
    })
  })

  it('is a supervisor’s to give to their own part of the tree, and no other', async () => {
    const headers = await as(cast.supervisor)
    expect(
      (await authWorld.call('PATCH', '/api/grids/g-north-1', { name: '示例·北一' }, headers))
        .status,
    ).toBe(200)
    for (const id of ['g-all', 'g-south', 'g-nowhere'])
      expect(
        await faultIn(await authWorld.call('PATCH', `/api/grids/${id}`, { name: 'x' }, headers)),
      ).toBe('notAllowed')
    expect(await nameOf('g-all')).toBe('g-all')
  })

  it.each(['worker', 'volunteer', 'handler'] as const)('is not a %s’s to give', async (who) => {
    expect(
      await faultIn(
        await authWorld.call('PATCH', '/api/grids/g-north', { name: 'x' }, await as(cast[who])),
      ),
    ).toBe('notAllowed')
  })

  it.each([
    ['nothing', {}],
    ['blanks', { name: '   ' }],
    ['too much', { name: '长'.repeat(41) }],
    ['two lines', { name: 'a\nb' }],
    ['a number', { name: 1 }],
  ])('is not %s', async (_, body) => {
    expect(
      await faultIn(await authWorld.call('PATCH', '/api/grids/g-all', body, await as(cast.admin))),
    ).toBe('malformed')
  })

  it('is the text it is', async () => {
    const name = '<img src=x onerror=alert(1)>'
    await authWorld.call('PATCH', '/api/grids/g-all', { name }, await as(cast.admin))
    expect(await nameOf('g-all')).toBe(name)
  })
})
