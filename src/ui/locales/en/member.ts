export const member = {
  role: {
    gridWorker: 'Grid worker',
    volunteer: 'Volunteer',
    handler: 'Handler',
    supervisor: 'Supervisor',
    admin: 'Administrator',
  },
  ability: {
    capture: 'Report hazards',
    patrol: 'Go on patrol',
    visit: 'Record visits',
    readWork: 'Read reports',
    readCare: 'Read visits',
    review: 'Review and dispatch',
    handle: 'Handle reports',
    manageMembers: 'Manage members',
    drawPlan: 'Draw the plan',
  },
}
