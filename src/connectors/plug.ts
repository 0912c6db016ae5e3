import type { ZodType } from 'zod'
import type { Connector, ReadRequest } from '../ports.ts'

/** A connector with what the outside needs to know of it: the schema of its options, and documents that show them. */
export interface ConnectorPlug extends Connector {
  readonly help: string
  /** The fields beside id, name and connector in a source document. */
  readonly options: ZodType<Readonly<Record<string, unknown>>>
  /** Whether it can be asked for newer rows alone (`watermark`). */
  readonly since: boolean
  /** Source documents; a test checks each against the options. */
  readonly examples: readonly string[]
}

type Gives = ReturnType<Connector['read']>

/** Declares a connector; its `read` gets the options as its schema has checked them. */
export function defineConnector<O extends Readonly<Record<string, unknown>>>(plug: {
  readonly id: string
  readonly title: string
  readonly help: string
  readonly fetches: boolean
  /** False unless stated. */
  readonly since?: boolean
  readonly options: ZodType<O>
  readonly examples: readonly string[]
  readonly read: (request: ReadRequest, options: O) => Gives
  readonly reach?: (request: ReadRequest, options: O) => ReturnType<NonNullable<Connector['reach']>>
}): ConnectorPlug {
  const { read, reach, ...rest } = plug
  const optionsOf = (request: ReadRequest): O => plug.options.parse(request.options)
  return {
    ...rest,
    since: plug.since === true,
    read: (request) => read(request, optionsOf(request)),
    ...(reach === undefined ? {} : { reach: (request: ReadRequest) => reach(request, optionsOf(request)) }),
  }
}
