import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bellwether, copyOf, serveFolder } from './support/program.ts'

let place = copyOf('start')
beforeEach(() => {
  place = copyOf('start')
})
afterEach(() => place.remove())

const edit = (name: string, change: (text: string) => string) => {
  const path = join(place.folder, name)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

test('from nothing to a number: init, check, load, ask', async () => {
  const target = join(place.folder, '..', 'mine')
  expect(await bellwether(['init', target])).toMatchObject({ code: 0 })
  expect(await bellwether(['check', target])).toMatchObject({
    code: 0,
    out: 'All well: 2 KPIs, 1 dataset, 1 scorecard.\n',
  })
  const loaded = await bellwether(['load', target, '--json'])
  expect(JSON.parse(loaded.out)).toMatchObject([
    { dataset: 'orders', batch: 'orders-1', rows: 10, setAside: [], revision: 1 },
  ])
  const asked = await bellwether([
    'ask',
    target,
    'revenue',
    'average-order',
    '--from',
    '2026-Q1',
    '--to',
    '2026-Q1',
    '--grain',
    'quarter',
    '--json',
  ])
  expect(JSON.parse(asked.out)).toMatchObject([
    { kpi: 'revenue', period: '2026-Q1', state: 'value', value: '3063.9', start: '2026-01-01', end: '2026-04-01' },
    { kpi: 'average-order', numerator: '3063.9', denominator: '10', value: 306.39 },
  ])
  expect(Object.keys(JSON.parse(asked.out)[0]).sort()).toEqual(
    'asOf attainment dataThrough denominator end flags grain kpi numerator period revision scope score start state status target value'.split(
      ' ',
    ),
  )
})

test('the folder one stands in is the workspace, and a named one wins', async () => {
  expect(await bellwether(['check'], { cwd: join(place.folder, 'data') })).toMatchObject({ code: 0 })
  expect(await bellwether(['check', '--workspace', 'nowhere'])).toMatchObject({ code: 2 })
})

describe('wrong usage says what is right and has the exit code 2', () => {
  test.each([
    [['lod'], /no command "lod".*Did you mean load/],
    [['ask'], /ask wants KPI/],
    [['check', '--jsn'], /--jsn/],
    [['ask', 'revenue', '--timing'], /--timing goes with --json/],
    [['serve', '--json'], /prints no data/],
    [['check', './nowhere'], /no folder with definitions/],
  ])('%j', async (args, says) => {
    const done = await bellwether(args, { cwd: place.folder })
    expect(done).toMatchObject({ code: 2, out: '' })
    expect(done.err).toMatch(says)
  })
})

test('mistakes in definitions are listed with their places, as text and as data', async () => {
  edit('workspace.yaml', (text) => text.replace('formula: sum(amount)', 'formula: sum(amuont)'))
  const done = await bellwether(['check', place.folder])
  expect(done.code).toBe(1)
  expect(done.err).toMatch(/^workspace\.yaml:\d+:\d+ .*amuont.*Did you mean "?amount/)
  const data = await bellwether(['check', place.folder, '--json'])
  expect(JSON.parse(data.out)).toMatchObject([{ severity: 'error', file: 'workspace.yaml', hint: expect.any(String) }])
  expect(await bellwether(['load', place.folder])).toMatchObject({ code: 1 })
})

test('after a mistake the last good definitions answer, and every command says so', async () => {
  await bellwether(['load', place.folder])
  edit('workspace.yaml', (text) => text.replace(/good: up/, 'good: upp'))
  const asked = await bellwether(['ask', 'revenue', '-w', place.folder])
  expect(asked).toMatchObject({ code: 0, err: expect.stringContaining('not in force because of these errors') })
  expect(asked.err).toContain('Did you mean "up"?')
})

test('a complaint about many places is printed a few times and counted', async () => {
  const unit = (n: number) => `---\nkind: unit\nid: u${n}\nname: U\n`
  edit('workspace.yaml', (text) => text + Array.from({ length: 60 }, (_, n) => unit(n)).join(''))
  const { err } = await bellwether(['check', place.folder])
  expect(err.match(/The field "level" is missing/g)).toHaveLength(5)
  expect(err).toContain('and 55 more of the same')
})

test('a bad row refuses the file, says where, and changes nothing', async () => {
  edit('data/orders-2026.csv', (text) => text.replace('315.50', '31x'))
  const done = await bellwether(['load', place.folder, '--json'])
  expect(done.code).toBe(1)
  expect(JSON.parse(done.out)).toMatchObject([
    { batch: null, rows: 0, refused: [{ row: 3, column: 'amount', value: '31x' }] },
  ])
  expect(done.err).toMatch(/orders-2026\.csv/)
})

test('load again changes nothing; undo, batches, explain, scorecard, doctor', async () => {
  const run = (...args: string[]) => bellwether([...args, '-w', place.folder])
  await run('load')
  expect((await run('load')).out).toBe('orders: nothing new\n')
  edit('data/orders-2026.csv', (text) => text.replace('540.00', '541.00'))
  expect((await run('load')).out).toMatch(/10 rows in batch orders-2/)
  const explained = JSON.parse((await run('explain', 'revenue', '2026-03', '--json')).out)
  expect(explained).toMatchObject({
    answer: { value: '1231.4', target: '1000' },
    recomputed: { value: '1231.4', agrees: true },
    rowCount: 4,
  })
  expect(explained.batches).toMatchObject([{ batch: 'orders-2', origin: 'data/orders-2026.csv' }])
  expect((await run('explain', 'revenue', '2026-03')).out).toMatch(/once more, row by row: 1,231\.40 € — the same/)
  expect(explained.summary[0]).toMatchObject({
    about: 'changed',
    claims: [{ value: 'revenue' }, { value: '1231.4' }, {}, { unit: 'EUR' }, { value: 'prior' }],
  })
  const ahead = await run('forecast', 'company', '2026-03', '--json')
  expect(ahead).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(ahead.out).forecasts.map(({ kpi }: { kpi: string }) => kpi)).toContain('revenue')
  const whole = await run('explain', 'company', '2026-03')
  expect(whole).toMatchObject({ code: 0 })
  expect(whole.out).toMatch(/Means +Of \d+ KPIs \d+ are on track in March 2026/)
  expect((await run('undo', 'orders-2', '--reason', 'typo')).out).toMatch(/10 earlier rows stand again/)
  expect(JSON.parse((await run('batches', '--json')).out)).toMatchObject([
    { id: 'orders-2', undone: { reason: 'typo' } },
    { id: 'orders-1' },
  ])
  expect((await run('scorecard', 'company', '--period', '2026-03')).out).toMatch(
    /Revenue +1,230\.40 € +1,000 € +on-track/,
  )
  expect((await run('doctor')).out).toMatch(/^good +source \S+: orders can be read\.$/m)
  renameSync(join(place.folder, 'data/orders-2026.csv'), join(place.folder, 'data/gone.csv'))
  const { out, code } = await run('doctor')
  expect([code, out]).toEqual([1, expect.stringMatching(/BAD +source \S+, dataset orders: No file in data matches/)])
})

test('while it is served, commands speak to the server; two servers do not start', async () => {
  const server = await serveFolder(place.folder)
  try {
    const asked = await bellwether([
      'ask',
      'revenue',
      '-w',
      place.folder,
      '--from',
      '2026-03',
      '--to',
      '2026-03',
      '--json',
    ])
    expect(JSON.parse(asked.out)).toMatchObject([{ value: '1230.4' }])
    expect(await bellwether(['ask', 'revenu', '-w', place.folder])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Did you mean "?revenue/),
    })
    const second = await bellwether(['serve', place.folder, '--port', '0'])
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining(server.url) })
  } finally {
    await server.stop()
  }
  expect(server.process.exitCode).toBe(0)
})

test('a backup restores to the same numbers; a damaged one is refused', async () => {
  const [copy, back] = [join(place.folder, '..', 'copy'), join(place.folder, '..', 'back')]
  await bellwether(['load', place.folder])
  const ask = async (folder: string) => {
    const done = await bellwether(['ask', 'all', '-w', folder, '--from', '2026', '--to', '2026', '--json'])
    return (JSON.parse(done.out) as { asOf: string }[]).map(({ asOf: _, ...rest }) => rest)
  }
  expect(await bellwether(['backup', copy, '-w', place.folder])).toMatchObject({ code: 0 })
  expect(await bellwether(['backup', copy, '-w', place.folder])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/never overwrites/),
  })
  expect(await bellwether(['restore', copy, back])).toMatchObject({ code: 0 })
  expect(await ask(back)).toEqual(await ask(place.folder))
  writeFileSync(join(copy, 'workspace.yaml'), 'kind: workspace\n')
  const other = join(place.folder, '..', 'other')
  expect(await bellwether(['restore', copy, other])).toMatchObject({ code: 1, err: expect.stringMatching(/damaged/) })
  expect(existsSync(other)).toBe(false)
})
