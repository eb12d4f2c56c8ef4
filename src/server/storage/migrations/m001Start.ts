// The first shape of the database. Later shapes only add (expand, migrate, contract).

export const m001Start = {
  name: '001-start',
  statements: [
    `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,
    `CREATE TABLE scope (id TEXT PRIMARY KEY, head BIGINT NOT NULL)`,
    `CREATE TABLE row_state (t TEXT NOT NULL, id TEXT NOT NULL, v BIGINT NOT NULL, fv TEXT NOT NULL, f TEXT NOT NULL, PRIMARY KEY (t, id))`,
    `CREATE TABLE row_scope (scope TEXT NOT NULL, t TEXT NOT NULL, id TEXT NOT NULL, seq BIGINT NOT NULL, is_out INTEGER NOT NULL,
       PRIMARY KEY (t, id, scope))`,
    `CREATE UNIQUE INDEX row_scope_order ON row_scope (scope, seq)`,
    `CREATE TABLE stream (install TEXT PRIMARY KEY, device_id TEXT NOT NULL, last_n BIGINT NOT NULL)`,
    `CREATE TABLE journal (install TEXT NOT NULL, n BIGINT NOT NULL, change_id TEXT NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL,
       result TEXT NOT NULL, received_at BIGINT NOT NULL, member_id TEXT NOT NULL, PRIMARY KEY (install, n))`,
    `CREATE INDEX journal_change ON journal (change_id)`,
    `CREATE TABLE history (t TEXT NOT NULL, id TEXT NOT NULL, change_id TEXT NOT NULL,
       field TEXT NOT NULL, value TEXT NOT NULL, v BIGINT NOT NULL,
       PRIMARY KEY (t, id, change_id, field))`,
    `CREATE TABLE lost (install TEXT NOT NULL, device_id TEXT NOT NULL, from_n BIGINT NOT NULL, to_n BIGINT NOT NULL, at BIGINT NOT NULL,
       PRIMARY KEY (install, from_n))`,
    `CREATE TABLE photo (hash TEXT PRIMARY KEY, bytes BIGINT NOT NULL, type TEXT NOT NULL,
       device_id TEXT NOT NULL, received_at BIGINT NOT NULL)`,
    // Who handed the bytes in; only then does a row in which they name the photo let others see it
    // (P5).
    `CREATE TABLE photo_deposit (hash TEXT NOT NULL, member_id TEXT NOT NULL, PRIMARY KEY (hash, member_id))`,
    `CREATE TABLE photo_ref (hash TEXT NOT NULL, t TEXT NOT NULL, id TEXT NOT NULL,
       member_id TEXT NOT NULL, PRIMARY KEY (hash, t, id, member_id))`,
    `CREATE TABLE upload (hash TEXT NOT NULL, member_id TEXT NOT NULL, upload_id TEXT NOT NULL,
       created_at BIGINT NOT NULL, PRIMARY KEY (hash, member_id))`,
    `CREATE TABLE device (id TEXT PRIMARY KEY, member_id TEXT NOT NULL, secret_hash TEXT NOT NULL,
       label TEXT NOT NULL, created_at BIGINT NOT NULL,
       revoked_at BIGINT, seen_at BIGINT, waiting_changes BIGINT NOT NULL, waiting_photos BIGINT NOT NULL, waiting_since BIGINT)`,
    `CREATE TABLE invite (secret_hash TEXT PRIMARY KEY, member_id TEXT NOT NULL,
       created_by TEXT NOT NULL, expires_at BIGINT NOT NULL, taken_at BIGINT)`,
  ],
} as const
