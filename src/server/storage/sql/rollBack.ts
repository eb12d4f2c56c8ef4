// Whether a connection to SQLite is within a transaction, and out of it. The engine ends the whole
// process when it is asked this of a connection that is closed, so it is asked here alone.
import type Database from 'libsql'

type Connection = Pick<InstanceType<typeof Database>, 'open' | 'inTransaction' | 'exec'>

export const isInTransaction = (connection: Connection): boolean =>
  connection.open && connection.inTransaction

export function rollBack(connection: Connection): void {
  if (isInTransaction(connection)) connection.exec('ROLLBACK')
}
