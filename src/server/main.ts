// The server as a process: reads its options, opens what it is made of, serves until it is told
// to stop.
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type HttpBindings, serve, type ServerType } from '@hono/node-server'
import { pino } from 'pino'
import { rememberNetwork } from './auth/networkOf.ts'
import { exitCodeOf, exitCodes } from './operations/commands/exitCodes.ts'
import { type Command, readCommand } from './operations/commands/readCommand.ts'
import { runBackup } from './operations/commands/runBackup.ts'
import { runImport } from './operations/commands/runImport.ts'
import { runRestore } from './operations/commands/runRestore.ts'
import { runVerifyAudit } from './operations/commands/runVerifyAudit.ts'
import { openServer, type OpenServer } from './openServer.ts'
import type { Options } from './settings/options.ts'
import { serveMetrics } from './operations/serveMetrics.ts'
import { welcome } from './operations/welcome.ts'

/** Time for answers under way; listeners for hints would otherwise never end. */
const graceMs = 2000
/** The built app lies beside the built server. */
const appFolder = fileURLToPath(new URL('../app', import.meta.url))

const read = readCommand(process.argv.slice(2), process.env)
if (read.state === 'help') process.stdout.write(read.text)
else if (read.state === 'wrong') leave(read.sentence, exitCodes.wrongOption)
else if (read.command.name === 'serve') await run(read.command.options)
else await runOnce(read.command)

function leave(sentence: string, code: number): void {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = code
}

/** Commands that do one thing and end. */
async function runOnce(command: Exclude<Command, { name: 'serve' }>): Promise<void> {
  const log = pino({ base: null, level: 'warn' }, pino.destination(2))
  const say = (text: string): void => void process.stdout.write(text)
  try {
    if (command.name === 'backup') await runBackup(command.options, log, say)
    else if (command.name === 'verify-audit')
      process.exitCode = (await runVerifyAudit(command.options, say)) ? 0 : exitCodes.failed
    else if (command.name === 'import')
      process.exitCode = (await runImport(command.options, command.request, log, say))
        ? 0
        : exitCodes.failed
    else
      await runRestore(
        {
          ...command.options,
          ...(command.snapshot === undefined ? {} : { snapshot: command.snapshot }),
        },
        log,
        say,
      )
  } catch (error) {
    leave(`${command.name} has stopped: ${(error as Error).message}`, exitCodeOf(error))
  }
}

async function run(options: Options): Promise<void> {
  // Logs go to stderr: ids of devices at most, no names, no addresses, no secrets.
  const log = pino({ base: null }, pino.destination(2))
  const hasApp = await stat(appFolder).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!hasApp) log.warn('the app is not built; only the API is served')
  let server: OpenServer
  try {
    server = await openServer({ ...options, ...(hasApp ? { appFolder } : {}) }, log)
  } catch (error) {
    return leave(
      `The data in ${options.postgresUrl ? 'the database' : options.dataFolder} cannot be opened: ${(error as Error).message}`,
      exitCodeOf(error),
    )
  }
  const metrics =
    options.metrics &&
    (await serveMetrics(server.metrics, options.metrics).catch((error: Error) => error))
  if (metrics instanceof Error) {
    await server.close()
    return leave(
      `The metrics cannot be served on ${options.metrics!.host}:${options.metrics!.port}: ${metrics.message}`,
      exitCodes.failed,
    )
  }
  const fetch = (request: Request, { incoming }: HttpBindings): Promise<Response> => {
    rememberNetwork(request, incoming.socket.remoteAddress)
    return server.fetch(request)
  }
  const httpServer = serve(
    {
      fetch: fetch as Parameters<typeof serve>[0]['fetch'],
      port: options.port,
      hostname: options.host,
    },
    () => {
      process.stdout.write(welcome(options.publicUrl, server.signIn, options.isDemo))
    },
  )
  httpServer.once('error', (error: NodeJS.ErrnoException) => {
    const why =
      { EADDRINUSE: 'is in use by another program', EACCES: 'may not be used without more rights' }[
        error.code ?? ''
      ] ?? `cannot be used: ${error.message}`
    void server
      .close()
      .then(() =>
        leave(`Port ${options.port} ${why}. Choose another with --port.`, exitCodes.failed),
      )
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop(httpServer, server))
}

async function stop(httpServer: ServerType, server: OpenServer): Promise<void> {
  const closed = new Promise<void>((resolve) => httpServer.close(() => resolve()))
  const end = setTimeout(
    () => 'closeAllConnections' in httpServer && httpServer.closeAllConnections(),
    graceMs,
  )
  await closed
  clearTimeout(end)
  await server.close()
  // A stream of hints sleeps between two beats and would keep the process for as long.
  process.exit(0)
}
