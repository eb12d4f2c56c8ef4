// The plan and the map below it in engines other than Chromium: a community from nothing at the
// desk, with a table that nobody prepared for it, and a base map on the phone without a server.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cast } from '#demo/demoMembers.ts'
import { baseMapPixels } from '../browser/baseMapPixels.ts'
import { aServer, office, type Server } from '../browser/stage.ts'
import { anEngine, type Engine, until } from './engine.ts'
import { engines } from './engines.ts'
import { aPerson, enrol, type Person, trouble } from './person.ts'

/** Headings of the office's own, no codes, no coordinates: four buildings of two doors each. */
const officeTable = [
  '序号,网格员片区,楼栋号,单元,房间号',
  ...[1, 2, 3, 4].flatMap((building) =>
    [101, 102].map(
      (door, at) =>
        `${at + 1},${building < 3 ? '第一' : '第二'}网格,${building}号楼,1单元,${door}室`,
    ),
  ),
].join('\r\n')

/** In the page: as a file that was chosen. */
function chooseFile(text: string): boolean {
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) return false
  const carrier = new DataTransfer()
  carrier.items.add(new File([text], '楼栋住户.csv', { type: 'text/csv' }))
  input.files = carrier.files
  input.dispatchEvent(new Event('change'))
  return true
}

/** In the page: the choice of that name is set to this. */
function choose(name: string, word: string): boolean {
  const list = [...document.querySelectorAll('select')].find((each) =>
    [each.ariaLabel, each.labels[0]?.innerText.trim()].includes(name),
  )
  const option = [...(list?.options ?? [])].find((each) => each.text === word)
  if (!list || !option) return false
  list.value = option.value
  list.dispatchEvent(new Event('change', { bubbles: true }))
  return true
}

describe.each(engines)('%s', (_name, launch) => {
  describe('the administrator of an empty community', () => {
    let server: Server
    let engine: Engine
    let admin: Person
    beforeAll(async () => {
      server = await aServer({ isEmpty: true })
      engine = await anEngine(launch, office.viewport)
      admin = aPerson(server, () => engine.driver)
      const [member] = await server.members()
      await enrol(admin, server, member!.id)
    })
    afterAll(async () => {
      await engine?.close()
      await server?.close()
    })

    async function fillIn(selector: string, text: string): Promise<void> {
      await until(selector, () =>
        admin.page.run((where: string) => {
          const field = document.querySelector<HTMLInputElement>(where)
          field?.select()
          return field !== null
        }, selector),
      )
      await admin.type(selector, text)
    }
    const standing = async () =>
      (await server.places()).filter(({ retiredAt }) => retiredAt === undefined)

    it('names it and makes a grid', async () => {
      await admin.goes('/desk/plan')
      await admin.sees('先把社区建起来')
      await admin.tap(/^改名$/)
      await fillIn('[role=dialog] input', '望江里社区')
      await admin.tap(/^保存$/)
      await admin.sees('已保存望江里社区')
      await admin.tap(/^添加网格$/)
      await fillIn('[role=dialog] input', '第一网格')
      await admin.tap(/^保存$/)
      await admin.sees('已保存第一网格')
      expect((await server.grids()).map(({ name }) => name).sort()).toEqual([
        '望江里社区',
        '第一网格',
      ])
    })

    it('imports a table that nobody prepared for it', async () => {
      await admin.goes('/desk/plan/import')
      await until('the choice of a file', () => admin.page.run(chooseFile, officeTable))
      await until('the columns', () => admin.page.run(choose, '网格员片区', '网格'))
      // Four buildings, their stairwells and eight doors, and the grid that was not there yet.
      await admin.sees(/1\s*新增[^]*16\s*新增/)
      await admin.tap(/^导入17行$/)
      await admin.sees('已导入')
      await admin.sees('3号楼1单元')
      expect((await standing()).map(({ code }) => code).sort()).toContain('3-1-102')
      expect(await standing()).toHaveLength(16)
    })

    it('takes it back, and the plan is as it was', async () => {
      await admin.goes('/desk/plan')
      await admin.sees('导入楼栋住户.csv')
      await admin.tap(/^撤销$/)
      await admin.sees('撤销这次改动？')
      await admin.tap(/^撤销$/)
      await admin.sees('已撤销')
      expect(await standing()).toEqual([])
      expect(await admin.words()).not.toMatch(trouble)
      expect(server.errors).toEqual([])
    })
  })

  describe('a grid worker without a server', () => {
    let server: Server
    let engine: Engine
    let worker: Person
    beforeAll(async () => {
      server = await aServer()
      engine = await anEngine(launch)
      worker = aPerson(server, () => engine.driver)
      await enrol(worker, server, cast.worker1)
    })
    afterAll(async () => {
      await engine?.close()
      await server?.close()
    })

    const isDrawn = () =>
      until('streets with their names', async () => {
        const { road, ink } = await worker.page.run(baseMapPixels)
        if (road > 1 && ink > 50) return true
        throw new Error(`roads ${road} %, ink ${ink}, and: ${await worker.words()}`)
      })

    it('has the base map that was downloaded, also after the app was killed', async () => {
      await worker.goes('/me/maps')
      await worker.tap(/^下载$/)
      await worker.sees('已存本机')
      await server.goDown()
      await worker.goes('/map')
      await isDrawn()
      await engine.killAndStart()
      await worker.goes('/map')
      await isDrawn()
      expect(await worker.words()).not.toMatch(trouble)
      await server.comeUp()
    })
  })
})
