import { crc32 } from 'node:zlib'

/** What a test workbook is made of: the XML inside each sheet's `sheetData`, as spreadsheets write it. */
export interface BookOf {
  readonly sheets: readonly {
    readonly name: string
    readonly rows: string
    readonly state?: 'hidden'
    readonly cols?: string
    readonly merges?: readonly string[]
  }[]
  readonly date1904?: boolean
  /** Number formats; style n is the n-th of them, counted from 1. */
  readonly formats?: readonly string[]
}

const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The bytes of an .xlsx file, written out by hand so that a test says exactly what stands in it. */
export function makeXlsx({ sheets, date1904 = false, formats = [] }: BookOf): Buffer {
  const files: [string, string][] = sheets.map(({ rows, cols = '', merges = [] }, at) => [
    `xl/worksheets/sheet${at + 1}.xml`,
    `<worksheet ${main}>${cols}<sheetData>${rows}</sheetData>${
      merges.length === 0 ? '' : `<mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`
    }</worksheet>`,
  ])
  const entries = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"${state === undefined ? '' : ` state="${state}"`}/>`,
  )
  files.push([
    'xl/workbook.xml',
    `<workbook ${main} xmlns:r="${relations}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${entries.join('')}</sheets></workbook>`,
  ])
  const links = sheets.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  )
  const packaged = 'http://schemas.openxmlformats.org/package/2006'
  const styles = `<Relationship Id="rId99" Type="${relations}/styles" Target="styles.xml"/>`
  files.push([
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${packaged}/relationships">${links.join('')}${styles}</Relationships>`,
  ])
  const numFmts = formats.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`).join('')
  const xfs = ['', ...formats].map((_, at) => `<xf numFmtId="${at === 0 ? 0 : 163 + at}"/>`).join('')
  files.push([
    'xl/styles.xml',
    `<styleSheet ${main}><numFmts>${numFmts}</numFmts><cellXfs>${xfs}</cellXfs></styleSheet>`,
  ])
  files.push([
    '_rels/.rels',
    `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ])
  const part = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const types = sheets.map(
    (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${part}.worksheet+xml"/>`,
  )
  files.push([
    '[Content_Types].xml',
    `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${part}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${part}.styles+xml"/>${types.join('')}</Types>`,
  ])
  return zip(files)
}

/** A ZIP archive of stored files; `claims` may lie about a file's unpacked size in the directory. */
export function zip(files: readonly (readonly [string, string])[], claims?: number): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of files) {
    const [path, content] = [Buffer.from(name), Buffer.from(`<?xml version="1.0"?>${text}`)]
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(path.length, 22)
    bodies.push(Buffer.from('504b0304', 'hex'), common, path, content)
    const listed = Buffer.from(common)
    if (claims !== undefined) listed.writeUInt32LE(claims, 18)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), listed, tail, path)
    offset += 30 + path.length + content.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, listing, end])
}
