// An edit of the plan by hand: sent once however often it is tapped, and told how it ended.
import { createI18n } from 'vue-i18n'
import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { beforeEach, expect, it, vi } from 'vitest'
import { fault } from '#domain/fault.ts'
import { fail, type Result, succeed } from '#domain/result.ts'
import { usePlanEdit } from '#ui/desk/plan/usePlanEdit.ts'
import { zh } from '../everyWord.ts'

const told = vi.hoisted(() => [] as { text: string; actionWord?: string }[])
const server = vi.hoisted(() => ({ asked: 0, answer: (): unknown => undefined }))

vi.mock('#parts/toast.ts', () => ({
  useToast: () => ({ show: (toast: { text: string }) => told.push(toast) }),
}))
vi.mock('#state/usePlan.ts', () => ({
  usePlan: () => ({
    alter: () => {
      server.asked++
      return Promise.resolve(server.answer())
    },
  }),
}))

async function theEdit(): Promise<ReturnType<typeof usePlanEdit>> {
  let edit: ReturnType<typeof usePlanEdit> | undefined
  const setup = () => {
    edit = usePlanEdit()
    return () => null
  }
  const i18n = createI18n({ legacy: false, locale: 'zh-CN', messages: { 'zh-CN': zh } })
  await renderToString(createSSRApp({ setup }).use(i18n))
  return edit!
}
const answering = (answer: Result<string>) => (server.answer = () => answer)

beforeEach(() => {
  told.length = 0
  server.asked = 0
})

it('of a double tap one is sent, and what was saved can be taken back', async () => {
  answering(succeed('i-1'))
  const edit = await theEdit()
  const taps = [edit.save([], '已保存3号楼'), edit.save([], '已保存3号楼')]
  expect(await Promise.all(taps)).toEqual([true, false])
  expect([server.asked, told]).toEqual([
    1,
    [expect.objectContaining({ text: '已保存3号楼', actionWord: '撤销' })],
  ])
})

it('what somebody else changed meanwhile is to be opened anew; nothing of a preview is said', async () => {
  answering(fail(fault('planChanged', { count: 1 })))
  const edit = await theEdit()
  expect(await edit.save([], '已保存3号楼')).toBe(false)
  expect(told.map(({ text }) => text)).toEqual([expect.stringContaining('重新打开再改一次')])
})
