// What the operator reads when the server is up: where it is and who can come in.
import type { Role } from '#domain/member.ts'
import type { SignInLinks } from '../organisation/firstRun.ts'

const roleNames: Record<Role, string> = {
  gridWorker: '网格员 Grid worker',
  volunteer: '志愿者 Volunteer',
  handler: '处置单位 Handler',
  supervisor: '管理人员 Supervisor',
  admin: '管理员 Admin',
}

export function welcome(
  publicUrl: string,
  { of, links }: SignInLinks,
  isDemoWished = true,
): string {
  const lines = ['', `  网格行 Gridwalk   ${publicUrl}`, '']
  if (of === 'demo')
    lines.push(
      '  示例社区已备好，人物、地点和事项均为虚构。',
      '  The demo community is ready; everyone and everything in it is invented.',
      '',
    )
  if (of === 'demo' && !isDemoWished) {
    lines.push(
      '  这个数据文件夹里是示例社区。要正式使用，请用 --data 指定新的文件夹；要打印示例成员的登录链接，请加 --demo。',
    )
    lines.push(
      '  This data folder holds the demo. For real work name a new one with --data; for links to sign in as its members add --demo.',
      '',
    )
  } else if (of === 'demo' && links.length === 0) {
    lines.push(
      '  示例成员的登录链接只在本机地址上打印。',
      '  Links to sign in as its members are printed on an address of this machine only.',
      '',
    )
  }
  if (links.length > 0)
    lines.push(
      '  登录链接，每个只能用一次，24 小时内有效。',
      '  Links to sign in, each good once, for 24 hours.',
      '',
    )
  for (const { member, url } of links)
    lines.push(
      `    ${member.roles.map((role) => roleNames[role]).join(', ')}, ${member.name}`,
      `    ${url}`,
      '',
    )
  lines.push('  按 Ctrl+C 停止。 Ctrl+C stops it.', '')
  return lines.join('\n')
}
