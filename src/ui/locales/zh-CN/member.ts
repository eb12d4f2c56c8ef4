export const member = {
  role: {
    gridWorker: '网格员',
    volunteer: '志愿者',
    handler: '处置人员',
    supervisor: '值班长',
    admin: '管理员',
  },
  ability: {
    capture: '上报隐患',
    patrol: '开展巡查',
    visit: '走访登记',
    readWork: '查看事项',
    readCare: '查看走访',
    review: '审核派遣',
    handle: '处置事项',
    manageMembers: '管理人员',
    drawPlan: '绘制平面图',
  },
}
