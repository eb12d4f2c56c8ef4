// Uploads under way: how far each has come, and the parts it came in. Any node goes on where
// another stopped.

export const m006Staging = {
  name: '006-staging',
  statements: [
    `CREATE TABLE staging (upload_id TEXT PRIMARY KEY, bytes BIGINT NOT NULL, received BIGINT NOT NULL, touched_at BIGINT NOT NULL)`,
    `CREATE INDEX staging_touched ON staging (touched_at)`,
    `CREATE TABLE staging_part (upload_id TEXT NOT NULL, at BIGINT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (upload_id, at))`,
  ],
} as const
