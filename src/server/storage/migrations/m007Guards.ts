// What guards the server: photos that cannot be shown, changes that end the process, a day's
// bytes per device, phones told to wipe themselves.

export const m007Guards = {
  name: '007-guards',
  statements: [
    `CREATE TABLE quarantine (hash TEXT NOT NULL, member_id TEXT NOT NULL, device_id TEXT NOT NULL,
       bytes BIGINT NOT NULL, fault TEXT NOT NULL,
       at BIGINT NOT NULL, PRIMARY KEY (hash, member_id))`,
    // Up to this number the stream's changes were in work when a process ended; they are taken one
    // by one.
    `ALTER TABLE stream ADD COLUMN suspect_to BIGINT`,
    `CREATE TABLE attempt (install TEXT NOT NULL, n BIGINT NOT NULL, attempts BIGINT NOT NULL, PRIMARY KEY (install, n))`,
    `CREATE TABLE photo_day (device_id TEXT NOT NULL, day BIGINT NOT NULL, photos BIGINT NOT NULL,
       bytes BIGINT NOT NULL, PRIMARY KEY (device_id, day))`,
    `CREATE TABLE wipe (device_id TEXT PRIMARY KEY, asked_by TEXT NOT NULL,
       asked_at BIGINT NOT NULL, done_at BIGINT, left_changes BIGINT, left_photos BIGINT,
       left_drafts BIGINT)`,
  ],
} as const
