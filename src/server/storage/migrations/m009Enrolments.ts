// Which device another was bound from, and each way to sign in was made from: what came from a
// device ends with it (auth/enrolment.ts).

export const m009Enrolments = {
  name: '009-enrolments',
  statements: [
    `ALTER TABLE device ADD COLUMN bound_by TEXT`,
    `CREATE INDEX device_member ON device (member_id)`,
    `CREATE TABLE credential (kind TEXT NOT NULL, id TEXT NOT NULL, device_id TEXT NOT NULL, PRIMARY KEY (kind, id))`,
  ],
} as const
