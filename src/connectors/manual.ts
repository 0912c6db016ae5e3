import { z } from 'zod'
import { defineConnector } from './plug.ts'

/** Values that people type in. Each arrives as a part of its own when it is typed, so there is never anything to fetch. */
export const manual = defineConnector({
  id: 'manual',
  title: 'Typed values',
  help: 'Holds what people enter by hand, each value with its author.',
  fetches: false,
  options: z.strictObject({}),
  examples: ['kind: source\nid: people\nconnector: manual\n'],
  read: async (request) => ({ parts: [], present: [...request.known.keys()] }),
})
