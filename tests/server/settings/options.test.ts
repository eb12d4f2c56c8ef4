import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flags, helpText, readOptions } from '#server/settings/options.ts'

const run = (args: string[], env: Record<string, string> = {}) => {
  const read = readOptions(args, env)
  if (read.state !== 'run') throw new Error(JSON.stringify(read))
  return read.options
}

describe('options', () => {
  it('without any serve this machine only, from ./data', () => {
    expect(run([])).toEqual({
      port: 8787,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:8787',
      dataFolder: resolve('data'),
      databaseFile: resolve('data/gridwalk.db'),
      isDemo: false,
      backupAddress: null,
      watermarkFile: null,
      metrics: null,
    })
  })

  it('come from the environment, and flags go before it', () => {
    const env = {
      PORT: '9000',
      GRIDWALK_DATA: '/var/walk',
      GRIDWALK_PUBLIC_URL: 'https://walk.example/',
      GRIDWALK_STORAGE: 'sqlite:/db/walk.db',
    }
    expect(run([], env)).toMatchObject({
      port: 9000,
      dataFolder: '/var/walk',
      publicUrl: 'https://walk.example',
      databaseFile: '/db/walk.db',
    })
    expect(
      run(['--port', '9001', '--data', '/tmp/w', '--storage', 'sqlite:/x.db', '--empty'], env),
    ).toMatchObject({
      port: 9001,
      dataFolder: '/tmp/w',
      databaseFile: '/x.db',
      isDemo: false,
    })
  })

  it('begin with nobody invented, unless the demo is asked for', () => {
    expect(run([], { GRIDWALK_DEMO: '' }).isDemo).toBe(false)
    for (const demo of [
      run(['--demo']),
      run([], { GRIDWALK_DEMO: '1' }),
      run(['--demo', '--public-url', 'https://127.0.0.1:8443']),
    ])
      expect(demo.isDemo).toBe(true)
    expect(run(['--demo', '--empty', '--public-url', 'https://walk.example']).isDemo).toBe(false)
    expect(run(['--demo'], { GRIDWALK_EMPTY: '1' }).isDemo).toBe(false)
    expect(
      readOptions([], { GRIDWALK_DEMO: '1', GRIDWALK_PUBLIC_URL: 'https://walk.example' }),
    ).toMatchObject({ state: 'wrong' })
  })

  it('have a name in the environment each', () => {
    const asked = new Set<string>()
    readOptions([], new Proxy({}, { get: (_, name) => void asked.add(String(name)) }))
    for (const flag of Object.keys(flags).filter((each) => each !== 'help')) {
      const told = helpText
        .split(/\n(?= {2}\S)/)
        .filter((part) => part.trimStart().startsWith(`--${flag} `))
        .join(' ')
      const name = /\b(?:GRIDWALK_[A-Z_]+|PORT)\b/.exec(told)?.[0] ?? `none for --${flag}`
      expect([...asked]).toContain(name)
    }
  })

  it('name an address for the figures, and no other form of one', () => {
    expect(run(['--metrics', '127.0.0.1:9464']).metrics).toEqual({ host: '127.0.0.1', port: 9464 })
    expect(run([], { GRIDWALK_METRICS: '[::1]:9464' }).metrics).toEqual({ host: '::1', port: 9464 })
    for (const wrong of ['9464', 'x:99999', 'http://a:1', ':80'])
      expect(readOptions(['--metrics', wrong], {})).toMatchObject({ state: 'wrong' })
  })

  it('name a bucket for the photos', () => {
    expect(
      run(['--photos', 's3://photos/walk?endpoint=http://localhost:9000&region=cn-east-1'])
        .photoBucket,
    ).toEqual({
      bucket: 'photos',
      prefix: 'walk',
      endpoint: 'http://localhost:9000',
      region: 'cn-east-1',
    })
  })

  it('name PostgreSQL and the key of sessions', () => {
    expect(
      run(['--storage', 'postgres://me:word@db.example/walk'], { GRIDWALK_SECRET: 'k'.repeat(32) }),
    ).toMatchObject({
      postgresUrl: 'postgres://me:word@db.example/walk',
      secret: 'k'.repeat(32),
    })
    const short = readOptions([], { GRIDWALK_SECRET: 'too short' })
    expect(short).toEqual({
      state: 'wrong',
      sentence:
        'GRIDWALK_SECRET must be at least 32 random characters, and the same on every node.',
    })
  })

  it('that are set but empty in the environment count as not given', () => {
    expect(
      run([], { PORT: '', GRIDWALK_DATA: '', GRIDWALK_PUBLIC_URL: '', GRIDWALK_STORAGE: '' }).port,
    ).toBe(8787)
  })

  it.each([
    [['--port', 'many'], 'The port must be a number from 1 to 65535, not "many".'],
    [['--port', '70000'], 'The port must be a number from 1 to 65535, not "70000".'],
    [
      ['--public-url', 'walk.example'],
      '--public-url must be an address such as https://walk.example.org, without a path, not "walk.example".',
    ],
    [
      ['--public-url', 'https://walk.example/app'],
      '--public-url must be an address such as https://walk.example.org, without a path, not "https://walk.example/app".',
    ],
    [
      ['--storage', 'mysql://x'],
      '--storage must be sqlite:<file> or postgres://<user>@<host>/<database>, not "mysql://x".',
    ],
    [
      ['--storage', 'sqlite:'],
      '--storage must be sqlite:<file> or postgres://<user>@<host>/<database>, not "sqlite:".',
    ],
    [
      ['--storage', 'postgres://me:word@host'],
      '--storage must be sqlite:<file> or postgres://<user>@<host>/<database>, not "postgres://…@host".',
    ],
    [
      ['--photos', 's3://a:b@photos/x'],
      '--photos must be s3://bucket/prefix?endpoint=https://…&region=…, not "s3://…@photos/x".',
    ],
    [['--data', ''], '--data must be a folder, not "".'],
    [['--pool', '4'], '--pool goes with --storage postgres://… only.'],
    [['--pool', 'few'], '--pool must be a number from 2 to 500, not "few".'],
    [
      ['--replica', 'sqlite:x'],
      '--replica must be postgres://<user>@<host>/<database>, not "sqlite:x".',
    ],
    [
      ['--replica', 'postgres://db.example/walk'],
      '--replica goes with --storage postgres://… only.',
    ],
    [
      ['--photos', '/var/photos'],
      '--photos must be s3://bucket/prefix?endpoint=https://…&region=…, not "/var/photos".',
    ],
    [
      ['--second-place', 's3://walk?region=x&key=secret'],
      '--second-place must be a folder or s3://bucket/prefix?endpoint=https://…&region=…, not "s3://walk?…".',
    ],
    [
      ['--second-place', 'https://walk.example'],
      '--second-place must be a folder or s3://bucket/prefix?endpoint=https://…&region=…, not "https://walk.example".',
    ],
    [['--second-place', ' '], '--second-place must be a folder'],
    [['--witness', 's3://walk/note'], '--witness must be a file, not "s3://walk/note".'],
    [
      ['--demo', '--public-url', 'https://walk.example'],
      'The demo lets anybody in as its invented members, so it is not for https://walk.example: leave --demo out, or say --empty.',
    ],
    [['--host', ''], '--host must be a network address such as 127.0.0.1 or 0.0.0.0, not "".'],
    [
      ['--host', '0.0.0.0'],
      'With --host other machines can reach it: say with --public-url which address people will use.',
    ],
    [['--prot', '1'], "Unknown option '--prot'. See --help."],
    [['serve'], /^Unexpected argument 'serve'.*See --help\.$/],
    [['--port'], /See --help\.$/],
  ])('%j are refused with a sentence', (args, sentence) => {
    const read = readOptions(args, {})
    expect(read.state).toBe('wrong')
    if (read.state === 'wrong') expect(read.sentence).toMatch(sentence)
  })

  it('explain themselves', () => {
    const read = readOptions(['--help'], {})
    expect(read.state === 'help' && read.text).toContain('--public-url')
  })

  it('are all explained, those of the environment too', () => {
    const asked = new Set<string>()
    readOptions(
      ['--storage', 'postgres://db.example/walk'],
      new Proxy({}, { get: (_, name) => void asked.add(String(name)) }),
    )
    expect(asked.size).toBeGreaterThan(8)
    const names = [
      ...Object.keys(flags).map((flag) => `--${flag}`),
      ...asked,
      'GRIDWALK_STORAGE',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
    ]
    expect(
      names.filter((name) => !new RegExp(`(^|[^\\w-])${name}\\b`, 'm').test(helpText)),
    ).toEqual([])
  })
})
