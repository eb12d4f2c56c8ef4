import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Step, StepType } from '#domain/step.ts'
import { aWorld, aPhone, cast, type World } from '../world.ts'

describe('from the stairwell to the desk and back', () => {
  let world: World
  beforeEach(async () => (world = await aWorld()))
  afterEach(async () => {
    expect(world.errors).toEqual([])
    await world.close()
  })

  it('carries a report with photos from a phone without network to the supervisor', async () => {
    const worker = await aPhone(world, 'worker')
    const desk = await aPhone(world, 'supervisor')
    worker.network.goOffline()
    const id = await worker.report({
      photos: [await worker.photo(1), await worker.photo(2, 200_000)],
      note: '灯不亮',
    })
    expect((await worker.view(id)).receipt.state).toBe('onPhone')
    expect((await worker.sync()).ok).toBe(false)
    worker.network.goOnline()
    expect(await worker.sync()).toMatchObject({ ok: true, value: { pushed: 1, photosSent: 4 } })
    await worker.sync()
    const mine = await worker.view(id)
    expect(mine.receipt.state).toBe('received')
    expect(mine.photos).toEqual({ expected: 2, arrived: 2 })
    await desk.sync()
    const theirs = await desk.view(id)
    expect(theirs.report.note).toBe('灯不亮')
    expect(theirs.photos).toEqual({ expected: 2, arrived: 2 })
  })

  it('brings a report that was sent back to its author and takes it again, history and all', async () => {
    const worker = await aPhone(world, 'worker')
    const desk = await aPhone(world, 'supervisor')
    const id = await worker.report({ note: '看不清' })
    await worker.sync()
    await desk.sync()
    desk.network.goOffline()
    await desk.step(await desk.view(id), 'return', {
      comment: '补一张远景',
      marks: { fields: ['note'], photos: [] },
    })
    expect((await desk.view(id)).report.standing).toBe('returned')
    desk.network.goOnline()
    await desk.sync()
    await worker.sync()
    const returned = await worker.view(id)
    expect(returned.report.standing).toBe('returned')
    expect(returned.report.steps.at(-1)?.comment).toBe('补一张远景')
    worker.network.goOffline()
    const photo = await worker.photo(7)
    await worker.capture(
      {
        row: id,
        op: 'patch',
        add: { photos: [photo] },
        set: { note: '二楼拐角' },
        step: {
          id: 's-1',
          type: 'amend',
          by: cast.worker.id,
          at: Date.now(),
          from: 'returned',
          to: 'reported',
        },
      },
      [photo],
    )
    worker.network.goOnline()
    await worker.sync()
    await desk.sync()
    const again = await desk.view(id)
    expect(again.report).toMatchObject({ standing: 'reported', note: '二楼拐角' })
    expect(again.report.steps.map((step) => step.type)).toEqual(['return', 'amend'])
    expect(again.report.photos).toHaveLength(1)
  })

  it('walks a hazard to its close, and who handled it does not check it', async () => {
    const worker = await aPhone(world, 'worker')
    const desk = await aPhone(world, 'supervisor')
    const handler = await aPhone(world, 'handler')
    const id = await worker.report()
    await worker.sync()
    await desk.sync()
    await desk.step(await desk.view(id), 'accept')
    await desk.step(await desk.view(id), 'dispatch', {
      handlerId: cast.handler.id,
      dueAt: Date.now() + 86_400_000,
    })
    await desk.sync()
    await handler.sync()
    await handler.step(await handler.view(id), 'start')
    await handler.step(await handler.view(id), 'resolve', { photos: [await handler.photo(3)] })
    await handler.sync()
    await desk.sync()
    expect((await desk.view(id)).report.standing).toBe('resolved')
    await handler.step(await handler.view(id), 'close')
    await handler.sync()
    expect((await handler.view(id)).attention?.code).toBe('notAllowed')
    await desk.step(await desk.view(id), 'close')
    await desk.sync()
    expect((await desk.view(id)).report.standing).toBe('closed')
  })

  it('refuses the check to a supervisor who handled it, and lets a colleague do it', async () => {
    const worker = await aPhone(world, 'worker')
    const desk = await aPhone(world, 'supervisor')
    const colleague = await aPhone(world, 'colleague')
    const id = await worker.report()
    await worker.sync()
    await desk.sync()
    const walk: [StepType, Partial<Step>][] = [
      ['accept', {}],
      ['dispatch', { handlerId: cast.handler.id }],
      ['start', {}],
      ['resolve', { photos: [await desk.photo(1)] }],
      ['close', {}],
    ]
    for (const [type, more] of walk) {
      await desk.step(await desk.view(id), type, more)
    }
    await desk.sync()
    expect((await desk.view(id)).attention?.code).toBe('handlerMayNotCheck')
    await colleague.sync()
    await colleague.step(await colleague.view(id), 'close')
    await colleague.sync()
    expect((await colleague.view(id)).report.standing).toBe('closed')
  })
})
