// A node as a process of its own, to be killed, frozen and started again: the world's server on a
// port, with a trap in its engine. Built by buildNode.ts, started by aNode.ts, which tells it over
// the channel when to strike.
import { aWorld } from '../../world.ts'
import { type Failpoint, trapped, type TrappedDriver } from './failpoints.ts'
import { listen } from './listen.ts'
import { openEngine } from './openEngine.ts'

export interface NodeOptions {
  folder: string
  engine: string
}
export interface Order {
  arm: Failpoint
  strike: 'SIGKILL' | 'SIGSTOP'
  times: number
}

const options = JSON.parse(process.argv[2]!) as NodeOptions
let strike: Order['strike'] = 'SIGKILL'
let driver: TrappedDriver | undefined

const server = await aWorld({
  dataFolder: options.folder,
  openDriver: () =>
    (driver = trapped(openEngine(options.engine), () => void process.kill(process.pid, strike))),
})
const { port } = await listen(server.fetch)
process.on('message', (order: Order) => {
  strike = order.strike
  driver!.arm(order.arm, order.times)
  process.send!({ armed: order.arm })
})
process.on('disconnect', () => process.exit(0))
process.send!({ port })
