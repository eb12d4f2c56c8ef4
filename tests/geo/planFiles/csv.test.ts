import { describe, expect, it } from 'vitest'
import { problemIn, read } from './readAnswers.ts'

describe('a table as text', () => {
  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['full-width commas', '，'],
  ])('is read with %s between its cells', async (_, separator) => {
    const text = [
      ['编码', '名称', '经度', '纬度'],
      ['3-2-201', '"幸福里 3 栋"', '114.31', '30.59'],
    ]
    const file = await read(text.map((cells) => cells.join(separator)).join('\r\n'))
    expect(file).toEqual({
      format: 'csv',
      encoding: 'utf-8',
      columns: ['编码', '名称', '经度', '纬度'],
      rows: [
        {
          line: 2,
          values: { 编码: '3-2-201', 名称: '幸福里 3 栋', 经度: '114.31', 纬度: '30.59' },
          geometry: null,
        },
      ],
      system: null,
      notes: [],
    })
  })

  it('calls its columns A, B, C where it has no header', async () => {
    const file = await read('3-2-201,幸福里,114.31,30.59\n3-2-202,幸福里,114.32,30.59\n')
    expect(file.columns).toEqual(['A', 'B', 'C', 'D'])
    expect(file.rows.map(({ line, values }) => [line, values.A])).toEqual([
      [1, '3-2-201'],
      [2, '3-2-202'],
    ])
  })

  it('keeps columns apart that are called the same or have no name', async () => {
    const file = await read('code,名称,名称,,__proto__\n1,甲,乙,丙,丁\n')
    expect(file.columns).toEqual(['code', '名称', '名称 (2)', 'D', '__proto__'])
    expect(Object.values(file.rows[0]!.values)).toEqual(['1', '甲', '乙', '丙', '丁'])
  })

  it('counts lines as an editor does, over empty ones and breaks inside quotes', async () => {
    const file = await read('code,name\n\n1,"甲\n乙"\n\n\n2,丙\n')
    expect(file.rows.map(({ line }) => line)).toEqual([3, 7])
    expect(file.rows[0]!.values.name).toBe('甲\n乙')
  })

  it('has nothing where a row is shorter than the others, and a column where one is longer', async () => {
    const file = await read('code,name\n1\n2,乙,丙\n')
    expect(file.rows.map(({ values }) => values)).toEqual([
      { code: '1' },
      { code: '2', name: '乙', C: '丙' },
    ])
  })

  it('names the line where a quote opens that is never closed', async () => {
    expect(await problemIn('code,name\n1,甲\n2,"乙\n3,丙\n4,丁\n')).toEqual({
      code: 'csvQuote',
      line: 3,
    })
  })

  it('names the line of a quote that is closed in the middle of a later row', async () => {
    const text = 'code,name\n1,"a ""quoted"" word"\n2,"乙\n3,"丙"\n'
    expect(await problemIn(text)).toEqual({ code: 'csvQuote', line: 3 })
    expect(await problemIn('code,name\n1,甲\n2,3"管\n')).toEqual({ code: 'csvQuote', line: 3 })
  })

  it('is refused without a row', async () => {
    expect(await problemIn('编码,名称\n\n')).toEqual({ code: 'noRows' })
    expect(await problemIn('')).toEqual({ code: 'noRows' })
    expect(await problemIn(' \n')).toEqual({ code: 'noRows' })
  })

  it('is refused with more rows than a plan may have', async () => {
    const rows = 'code\n' + 'a1\n'.repeat(100_001)
    expect(await problemIn(rows)).toEqual({ code: 'tooManyFeatures', detail: { most: 100_000 } })
    expect((await read(rows.slice(0, -3))).rows).toHaveLength(100_000)
  })
})

describe('the words of a table', () => {
  /** "编码,名称" and "1,楼" in GBK. */
  const gbk = Uint8Array.from([
    ...[0xb1, 0xe0, 0xc2, 0xeb, 0x2c, 0xc3, 0xfb, 0xb3, 0xc6, 0x0a, 0x31, 0x2c, 0xc2, 0xa5, 0x0a],
  ])

  it('are UTF-8 with or without a mark', async () => {
    const marked = await read('\ufeff编码\n甲1\n')
    expect(marked.columns).toEqual(['编码'])
    expect(marked.encoding).toBe('utf-8')
  })

  it('are GB18030 where they are not UTF-8', async () => {
    const file = await read(gbk)
    expect(file.encoding).toBe('gb18030')
    expect(file.rows[0]!.values).toEqual({ 编码: '1', 名称: '楼' })
  })

  it('are what a person says they are', async () => {
    const short = Uint8Array.from([...new TextEncoder().encode('code,name\n1,'), 0xc2, 0xa5])
    expect((await read(short)).rows[0]!.values.name).toBe('¥')
    const file = await read(short, { encoding: 'gb18030' })
    expect(file.rows[0]!.values.name).toBe('楼')
  })

  it('are UTF-16 where the mark says so', async () => {
    const utf16 = new Uint8Array(
      Uint16Array.from('\ufeff编码\t名称\n1\t甲', (l) => l.charCodeAt(0)).buffer,
    )
    const file = await read(utf16)
    expect(file.encoding).toBeNull()
    expect(file.rows[0]!.values).toEqual({ 编码: '1', 名称: '甲' })
  })
})
