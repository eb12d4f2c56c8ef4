import { describe, expect, it } from 'vitest'
import {
  endRun,
  historyLimit,
  recordEdit,
  redoEdit,
  startHistory,
  undoEdit,
} from '#map/editor/editHistory.ts'

describe('the steps of an edit', () => {
  it('are undone and done again one by one, and not past their ends', () => {
    let history = recordEdit(recordEdit(startHistory('a'), 'b'), 'c')
    history = undoEdit(undoEdit(undoEdit(history)))
    expect(history.now).toBe('a')
    history = redoEdit(redoEdit(redoEdit(history)))
    expect(history.now).toBe('c')
  })

  it('that were undone are gone with the next edit', () => {
    const history = recordEdit(undoEdit(recordEdit(startHistory('a'), 'b')), 'c')
    expect(redoEdit(history).now).toBe('c')
    expect(undoEdit(history).now).toBe('a')
  })

  it('are the last fifty', () => {
    let history = startHistory(0)
    for (let step = 1; step <= 60; step++) history = recordEdit(history, step)
    for (let step = 1; step <= 60; step++) history = undoEdit(history)
    expect(history.now).toBe(60 - historyLimit)
    expect(historyLimit).toBe(50)
  })

  it('of one run are one step, until it ends or another begins', () => {
    let history = recordEdit(startHistory(0), 1, 'corner 2')
    history = recordEdit(history, 2, 'corner 2')
    expect(undoEdit(history).now).toBe(0)
    expect(undoEdit(recordEdit(endRun(history), 3, 'corner 2')).now).toBe(2)
    expect(undoEdit(recordEdit(history, 3, 'corner 3')).now).toBe(2)
    expect(undoEdit(recordEdit(undoEdit(history), 9, 'corner 2')).now).toBe(0)
  })
})
