import { issueEntry } from '../issue.ts'

/** What can be wrong with how a column says its values are written. */
export const columnIssues = {
  'column/option': issueEntry<{ option: string; type: string }>({
    title: 'A column option that its type does not have',
    says: (p) => `"${p.option}" means nothing for a column of type ${p.type}.`,
    hint: () => 'Remove it: format is for date and timestamp, decimal-sign, group-sign and marks for numbers.',
    example: { option: 'format', type: 'text' },
  }),
  'column/signs': issueEntry<{ column: string; sign: string }>({
    title: 'Decimal sign and group sign are the same',
    says: (p) => `"${p.sign}" cannot be both the decimal sign and the group sign of the column "${p.column}".`,
    hint: (p) => `Set decimal-sign: "${p.sign === ',' ? '.' : ','}" or another group-sign.`,
    example: { column: 'amount', sign: '.' },
  }),
}
