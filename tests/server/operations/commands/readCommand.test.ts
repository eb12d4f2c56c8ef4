import { describe, expect, it } from 'vitest'
import { readCommand } from '#server/operations/commands/readCommand.ts'
import { reportText } from '#server/operations/commands/runRestore.ts'

const place = ['--second-place', '/mnt/copy']

describe('commands', () => {
  it('are to serve, where no word says otherwise', () => {
    expect(readCommand(['--port', '9000'], {})).toMatchObject({
      state: 'run',
      command: { name: 'serve', options: { port: 9000 } },
    })
    expect(readCommand([], {})).toMatchObject({ command: { name: 'serve' } })
  })

  it('take the options of the server beside their own', () => {
    expect(
      readCommand(
        ['restore', '--new-epoch', '--data', '/d', ...place, '--snapshot', 'x.db.gz'],
        {},
      ),
    ).toMatchObject({
      command: {
        name: 'restore',
        snapshot: 'x.db.gz',
        options: { dataFolder: '/d', backupAddress: '/mnt/copy' },
      },
    })
    expect(
      readCommand(['backup', '--now'], { GRIDWALK_SECOND_PLACE: 's3://copies/walk' }),
    ).toMatchObject({ command: { name: 'backup', options: { backupAddress: 's3://copies/walk' } } })
  })

  it('mean the same after the --demo of `npm start`', () => {
    expect(readCommand(['--demo', 'verify-audit', '--data', '/d'], {})).toMatchObject({
      command: { name: 'verify-audit' },
    })
    expect(readCommand(['--demo', '--port', '9000'], {})).toMatchObject({
      command: { name: 'serve', options: { isDemo: true, port: 9000 } },
    })
  })

  it('check the audit trail without asking for a backup', () => {
    expect(readCommand(['verify-audit', '--data', '/d'], {})).toMatchObject({
      state: 'run',
      command: { name: 'verify-audit', options: { dataFolder: '/d' } },
    })
  })

  it('import a file with options of its own beside the options of the server', () => {
    const args = [
      'import',
      '--data',
      '/d',
      '楼栋.xlsx',
      '--grid=东区',
      '--type',
      '楼栋',
      '--make-grids',
    ]
    const nothing = { system: null, encoding: null, isDryRun: false }
    expect(readCommand(args, {})).toMatchObject({
      command: {
        name: 'import',
        options: { dataFolder: '/d' },
        request: {
          ...nothing,
          file: '楼栋.xlsx',
          grid: '东区',
          type: 'building',
          makesGrids: true,
        },
      },
    })
    expect(
      readCommand(
        ['--demo', 'import', 'a.csv', '--system', 'GCJ02', '--encoding', 'gbk', '--dry-run'],
        {},
      ),
    ).toMatchObject({
      command: {
        name: 'import',
        request: {
          file: 'a.csv',
          system: 'gcj02',
          encoding: 'gb18030',
          isDryRun: true,
          type: null,
        },
      },
    })
  })

  it.each([
    [['import'], 'import needs one file'],
    [['import', 'a.csv', 'b.csv'], 'import needs one file'],
    [['import', 'a.csv', '--system', 'xian80'], '--system must be wgs84, gcj02, bd09, cgcs2000'],
    [['import', 'a.csv', '--type', 'castle'], '--type must be'],
    [['import', 'a.csv', '--encoding', 'big5'], '--encoding must be'],
    [['import', 'a.csv', '--port', 'many'], 'The port must be a number'],
    [['import', 'a.csv', '--now'], "Unknown option '--now'"],
    [['verify-audit', '--dry-run'], "Unknown option '--dry-run'"],
    [['verify-audit', '--now'], "Unknown option '--now'"],
    [['verify-audit', 'all'], 'Unexpected argument'],
    [['restore', ...place], 'Stop the server, then say: restore --new-epoch.'],
    [['restore', '--new-epoch'], 'restore needs to know where the backup is'],
    [['backup', ...place], 'backup --now'],
    [['backup', '--now'], 'backup needs to know where the backup is'],
    [['--new-epoch'], "Unknown option '--new-epoch'"],
    [['restore', '--new-epoch', '--quick', ...place], "Unknown option '--quick'"],
    [['rescue'], 'Unexpected argument'],
  ])('%j are refused with a sentence', (args, sentence) => {
    const read = readCommand(args, {})
    expect(read.state === 'wrong' && read.sentence).toContain(sentence)
  })

  it('explain themselves', () => {
    const read = readCommand(['restore', '--help'], {})
    expect(read.state === 'help' && read.text).toMatch(
      /restore --new-epoch[\s\S]*backup --now[\s\S]*verify-audit[\s\S]*import <file>[\s\S]*Exit codes/,
    )
  })
})

it('a restore tells what it did in plain numbers', () => {
  const text = reportText({
    snapshot: null,
    isFromNothing: true,
    reference: { rows: 3, devices: 2 },
    changes: { taken: 7, known: 5, parked: 1 },
    photos: { photos: 4, deposits: 6, missing: 2, damaged: [] },
    assets: 8,
    damaged: ['journal/a'],
    epoch: 'e',
  })
  for (const part of [
    'filled from the journal',
    'members brought back: 3. Devices: 2',
    'brought back: 7; there already: 5',
    'Photos brought back: 4',
    'Base maps and plan pictures brought back: 8',
    '1 changes came out otherwise',
    '2 photos are nowhere',
    'journal/a',
    'new epoch',
  ]) {
    expect(text).toContain(part)
  }
})
