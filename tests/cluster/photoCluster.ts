// An S3 server out of Debian's packages: OpenStack Swift with its s3api, all parts on this machine.
// Its hash secret is the one the packages put into /etc/swift/swift.conf.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run, start, until } from './processes.ts'

const ports = {
  proxy: 22_080,
  object: 22_010,
  container: 22_011,
  account: 22_012,
  memcached: 22_211,
}

export interface PhotoCluster {
  /** As `--photos` takes it. */
  url: string
  env: Record<string, string>
}

export async function startPhotoCluster(folder: string): Promise<PhotoCluster> {
  const swift = join(folder, 'swift')
  const logFolder = join(folder, 'log')
  mkdirSync(join(swift, 'devices', 'd1'), { recursive: true })
  for (const ring of ['object', 'container', 'account'] as const) {
    const builder = join(swift, `${ring}.builder`)
    run('swift-ring-builder', [builder, 'create', '6', '1', '1'])
    run('swift-ring-builder', [builder, 'add', `r1z1-127.0.0.1:${ports[ring]}/d1`, '1'])
    run('swift-ring-builder', [builder, 'rebalance'])
    writeFileSync(join(swift, `${ring}.conf`), storageServer(ring, swift))
  }
  writeFileSync(join(swift, 'proxy.conf'), proxyServer(swift))
  start({
    name: 'memcached',
    command: 'memcached',
    args: ['-u', 'nobody', '-l', '127.0.0.1', '-p', String(ports.memcached)],
    logFolder,
  })
  for (const server of ['object', 'container', 'account', 'proxy'] as const) {
    start({
      name: `swift-${server}`,
      command: `swift-${server}-server`,
      args: [join(swift, `${server}.conf`)],
      logFolder,
    })
  }
  await until(
    'the photo store',
    60_000,
    async () => (await fetch(`http://127.0.0.1:${ports.proxy}/healthcheck`)).ok,
  )
  return {
    url: `s3://photos/cluster?endpoint=${encodeURIComponent(`http://127.0.0.1:${ports.proxy}`)}&region=us-east-1`,
    env: { AWS_ACCESS_KEY_ID: 'test:tester', AWS_SECRET_ACCESS_KEY: 'testing' },
  }
}

const common = (swift: string): string => `swift_dir = ${swift}
user = ${process.env.USER ?? 'root'}
bind_ip = 127.0.0.1
workers = 0
log_level = WARNING
`

const storageServer = (
  ring: 'object' | 'container' | 'account',
  swift: string,
): string => `[DEFAULT]
${common(swift)}bind_port = ${ports[ring]}
devices = ${join(swift, 'devices')}
mount_check = false
disable_fallocate = true
[pipeline:main]
pipeline = healthcheck ${ring}-server
[app:${ring}-server]
use = egg:swift#${ring}
[filter:healthcheck]
use = egg:swift#healthcheck
`

const proxyServer = (swift: string): string => `[DEFAULT]
${common(swift)}bind_port = ${ports.proxy}
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats s3api tempauth copy slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${ports.memcached}
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:s3api]
use = egg:swift#s3api
s3_acl = no
location = us-east-1
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
[filter:symlink]
use = egg:swift#symlink
`
