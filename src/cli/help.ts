import type { Command, Option } from './command.ts'

/** All commands, a line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => command.name.length))
  const lines = commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`)
  return `bellwether <command> [workspace]\n\n${lines.join('\n')}\n\nbellwether help COMMAND tells more about one.\n`
}

/** One command: usage, options and examples. */
export function commandHelp(command: Command): string {
  const place = command.placeless === true ? '' : '[workspace]'
  const usage = ['bellwether', command.name, place, command.words].filter((word) => word !== '').join(' ')
  const shown: [string, Option][] = Object.entries(command.options)
  if (command.json) shown.push(['json', { type: 'boolean', help: 'Print data as JSON.' }])
  if (command.placeless !== true)
    shown.push(['workspace', { type: 'string', short: 'w', value: 'DIR', help: 'The workspace’s folder.' }])
  const heads = shown.map(([name, option]) => headOf(name, option))
  const width = Math.max(...heads.map((head) => head.length))
  const options = shown.map(([, option], index) => `  ${(heads[index] ?? '').padEnd(width)}  ${option.help}`)
  const examples = command.examples.map((example) => `  ${example}`)
  return `${usage}\n\n${command.summary}\n\n${options.join('\n')}\n\nExamples\n${examples.join('\n')}\n`
}

function headOf(name: string, option: Option): string {
  const short = option.short === undefined ? '' : `-${option.short}, `
  const value = option.type === 'string' ? ` ${option.value ?? 'TEXT'}` : ''
  return `${short}--${name}${value}${option.multiple === true ? ' …' : ''}`
}
