import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readOptions } from '#endpoint/options.ts'

const run = (args: string[], env: Record<string, string> = {}) => {
  const read = readOptions(args, env)
  if (read.state !== 'run') throw new Error(JSON.stringify(read))
  return read.options
}

describe('options', () => {
  it('without any serve this machine only, from ./data', () => {
    expect(run([])).toEqual({
      port: 8787, host: '127.0.0.1', publicUrl: 'http://localhost:8787', dataFolder: resolve('data'), databaseFile: resolve('data/gridwalk.db'), isEmpty: false,
    })
  })

  it('come from the environment, and flags go before it', () => {
    const env = { PORT: '9000', GRIDWALK_DATA: '/var/walk', GRIDWALK_PUBLIC_URL: 'https://walk.example/', GRIDWALK_STORAGE: 'sqlite:/db/walk.db' }
    expect(run([], env)).toMatchObject({ port: 9000, dataFolder: '/var/walk', publicUrl: 'https://walk.example', databaseFile: '/db/walk.db' })
    expect(run(['--port', '9001', '--data', '/tmp/w', '--storage', 'sqlite:/x.db', '--empty'], env)).toMatchObject({
      port: 9001, dataFolder: '/tmp/w', databaseFile: '/x.db', isEmpty: true,
    })
  })

  it('that are set but empty in the environment count as not given', () => {
    expect(run([], { PORT: '', GRIDWALK_DATA: '', GRIDWALK_PUBLIC_URL: '', GRIDWALK_STORAGE: '' }).port).toBe(8787)
  })

  it.each([
    [['--port', 'many'], 'The port must be a number from 1 to 65535, not "many".'],
    [['--port', '70000'], 'The port must be a number from 1 to 65535, not "70000".'],
    [['--public-url', 'walk.example'], '--public-url must be an address such as https://walk.example.org, without a path, not "walk.example".'],
    [['--public-url', 'https://walk.example/app'], '--public-url must be an address such as https://walk.example.org, without a path, not "https://walk.example/app".'],
    [['--storage', 'mysql://x'], '--storage must be sqlite:<file>, not "mysql://x".'],
    [['--storage', 'sqlite:'], '--storage must be sqlite:<file>, not "sqlite:".'],
    [['--host', ''], '--host must be a network address such as 127.0.0.1 or 0.0.0.0, not "".'],
    [['--host', '0.0.0.0'], 'With --host other machines can reach it: say with --public-url which address people will use.'],
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
})
