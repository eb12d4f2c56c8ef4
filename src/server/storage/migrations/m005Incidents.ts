// What may have gone wrong with somebody's work, what a device last said of itself, and rescued
// records nobody could be named for.

export const m005Incidents = {
  name: '005-incidents',
  statements: [
    `CREATE TABLE incident (id TEXT PRIMARY KEY, type TEXT NOT NULL, subject TEXT NOT NULL,
       device_id TEXT, member_id TEXT, detail TEXT NOT NULL,
       at BIGINT NOT NULL, closed_at BIGINT, closed_by TEXT, note TEXT)`,
    // One open incident about one thing; it may come again after it was closed.
    `CREATE UNIQUE INDEX incident_open ON incident (type, subject) WHERE closed_at IS NULL`,
    `CREATE INDEX incident_device ON incident (device_id)`,
    `CREATE TABLE rescue_aside (file TEXT NOT NULL, idx BIGINT NOT NULL, reason TEXT NOT NULL, brought_by TEXT NOT NULL, at BIGINT NOT NULL,
       frame TEXT NOT NULL, PRIMARY KEY (file, idx))`,
    `ALTER TABLE device ADD COLUMN app TEXT`,
    `ALTER TABLE device ADD COLUMN clock_off_ms BIGINT`,
    `ALTER TABLE device ADD COLUMN persisted INTEGER`,
    `ALTER TABLE device ADD COLUMN installed INTEGER`,
    `ALTER TABLE device ADD COLUMN unreadable BIGINT`,
  ],
} as const
