// P4: a change that brings the process down each time it is looked at, among others that do not.
import { expect } from 'vitest'
import { aNodeSite } from './kit/aNode.ts'
import { poison } from './kit/failpoints.ts'
import { row } from './kit/row.ts'

row(
  'P4',
  'a change that brings the process down',
  'it is parked after three attempts, and the others flow',
)(async (use) => {
  const site = await use(aNodeSite())
  const [phone, other] = [await site.phone('worker'), await site.phone('colleague')]
  const before = await phone.report({ note: '第一条' })
  const bad = await phone.report({ note: poison })
  const after = await phone.report({ note: '第三条' })
  let deaths = 0
  for (; deaths < 10 && !(await phone.sync()).ok; deaths++) {
    await site.startAgain()
    // Whoever else works is served in between.
    await other.report()
    expect((await other.sync()).ok).toBe(true)
  }
  expect(deaths).toBe(3)
  const states = Object.fromEntries(
    (await phone.views()).map((view) => [view.report.id, view.receipt.state]),
  )
  expect([before, bad, after].map((id) => states[id])).toEqual([
    'received',
    'attention',
    'received',
  ])
  expect(await site.count('stream', 'suspect_to IS NOT NULL')).toBe(0)
  expect(await site.count('attempt')).toBe(0)
  expect(await site.count('row_state', "t = 'report'")).toBe(2 + deaths)
  // Whole, though nobody has looked inside: a person may.
  expect(await site.count('journal', `body LIKE '%${poison}%'`)).toBe(1)
})
