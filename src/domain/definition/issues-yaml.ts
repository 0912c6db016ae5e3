import { issueEntry } from '../issue.ts'

/** What can be wrong with a file before its fields are looked at. */
export const yamlIssues = {
  'yaml/syntax': issueEntry<{ detail: string }>({
    title: 'The text is not YAML',
    says: (p) => `This is not valid YAML: ${p.detail}.`,
    hint: () => 'Check brackets, quotes and indentation around this place.',
    example: { detail: 'Flow map must end with a }' },
  }),
  'yaml/quote-needed': issueEntry<{ start: string }>({
    title: 'A text that YAML can only read in quotes',
    says: (p) => `A text with ${p.start} here must stand in quotes.`,
    hint: () => 'Put the whole value in quotes, for example ">= 100%" or "[revenue] / [orders]".',
    example: { start: '%' },
  }),
  'yaml/tab': issueEntry<object>({
    title: 'Tab as indentation',
    says: () => 'YAML does not allow tabs as indentation.',
    hint: () => 'Indent with two spaces.',
    example: {},
  }),
  'yaml/indentation': issueEntry<{ detail: string }>({
    title: 'Lines that do not line up',
    says: (p) => `The indentation does not fit: ${p.detail}.`,
    hint: () => 'Fields of the same thing start in the same column; a list or mapping that is open must be closed.',
    example: { detail: 'All mapping items must start at the same column' },
  }),
  'yaml/duplicate-key': issueEntry<{ key: string; firstLine: number }>({
    title: 'The same field twice',
    says: (p) => `"${p.key}" stands here for the second time; the first is in line ${p.firstLine}.`,
    hint: () => 'Keep one of them. Start a new document with a line of three dashes if both are meant.',
    example: { key: 'name', firstLine: 3 },
  }),
  'yaml/merge-key': issueEntry<object>({
    title: 'Merge key',
    says: () => 'The merge key << is not supported.',
    hint: () => 'Write the fields out.',
    example: {},
  }),
  'yaml/tag': issueEntry<{ tag: string }>({
    title: 'YAML tag',
    says: (p) => `The tag ${p.tag} is not supported.`,
    hint: () => 'Remove it: the kind of document decides what each value is. Use quotes for text.',
    example: { tag: '!include' },
  }),
  'yaml/unknown-anchor': issueEntry<{ name: string }>({
    title: 'Alias without an anchor',
    says: (p) => `There is no anchor &${p.name} before this alias.`,
    hint: () => 'Put a text that begins with * in quotes, or write the value out.',
    example: { name: 'defaults' },
  }),
  'yaml/too-many-values': issueEntry<{ limit: number }>({
    title: 'Aliases that grow beyond all measure',
    says: (p) => `This document has more than ${p.limit} values or aliases once its aliases are written out.`,
    hint: () => 'Write the values out instead of nesting aliases.',
    example: { limit: 100_000 },
  }),
  'yaml/too-deep': issueEntry<{ limit: number }>({
    title: 'Nested too deeply',
    says: (p) => `This is nested more than ${p.limit} levels deep.`,
    hint: () => 'No definition needs that; look for a bracket that is not closed or an alias that holds itself.',
    example: { limit: 32 },
  }),
  'yaml/complex-key': issueEntry<object>({
    title: 'A field name that is not a name',
    says: () => 'A field name must be a single text, not empty, a list or a mapping.',
    hint: () => 'Look for a missing name before the colon, or for braces that need quotes.',
    example: {},
  }),
  'yaml/forbidden-key': issueEntry<{ key: string }>({
    title: 'A name that is not allowed',
    says: (p) => `"${p.key}" is not allowed as a name.`,
    hint: () => 'Choose another name.',
    example: { key: '__proto__' },
  }),
  'yaml/bare-word': issueEntry<{ word: string }>({
    title: 'An unquoted yes, no, on or off',
    says: (p) => `An unquoted ${p.word} means text to some readers of YAML and true or false to others.`,
    hint: (p) => `Write true or false, or "${p.word}" in quotes if the text is meant.`,
    example: { word: 'no' },
  }),
  'yaml/ambiguous-number': issueEntry<{ text: string }>({
    title: 'A number that can be read in two ways',
    says: (p) => `${p.text} can be read as different numbers, or as text.`,
    hint: (p) => `Write the plain decimal number without leading zeros, or "${p.text}" in quotes if the text is meant.`,
    example: { text: '012' },
  }),
  'yaml/empty-document': issueEntry<object>({
    severity: 'warning',
    title: 'Empty document',
    says: () => 'This document is empty.',
    hint: () => 'Remove the --- that nothing follows, or the file.',
    example: {},
  }),
  'yaml/not-a-mapping': issueEntry<{ found: string }>({
    title: 'A document without fields',
    says: (p) => `A document must be a list of fields such as "kind: kpi"; this one is ${p.found}.`,
    hint: () => 'Start with kind: and id:, each on its own line with a space after the colon.',
    example: { found: 'a text' },
  }),
  'yaml/file-too-large': issueEntry<{ kilobytes: number; limit: number }>({
    title: 'File too large',
    says: (p) => `This file has ${p.kilobytes} kB; definitions may have ${p.limit} kB per file.`,
    hint: () => 'Split it into several files, or keep data in a source.',
    example: { kilobytes: 9_000, limit: 1_000 },
  }),
  'yaml/not-text': issueEntry<object>({
    title: 'Not a UTF-8 text',
    says: () => 'This file is not UTF-8 text.',
    hint: () => 'Save it as UTF-8.',
    example: {},
  }),
}
