// What was parked before parked work had cases: named here once, taken up at the next start
// (migrateParked.ts).

export const m004Cases = {
  name: '004-cases',
  statements: [
    `CREATE TABLE case_backlog (install TEXT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (install, n))`,
    `INSERT INTO case_backlog (install, n) SELECT install, n FROM journal WHERE result LIKE '%"s":"parked"%'`,
  ],
} as const
